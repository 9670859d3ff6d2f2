"""The bot is killed between a deletion and the edits that follow it: all of them are made good."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sandbox.call import Phase
from bot.sandbox.people import Person
from bot.sandbox.workspace import Message
from bot.storage.address import sqlite_file
from tests.child import until
from tests.ready_room import rooms, undone
from tests.stories.seeing import card, shown
from tests.stories.test_sigkill import PHASES, Moment, Theatre, theatre

WORD = "zebrafinch"
DIRECT = "chat.update"
"""Of a direct message: those are in channels without a name."""


async def given(scene: Theatre) -> tuple[Message, Person]:
    """An action item made of a message, and whom a direct message has told of it."""
    ana, ben = scene.people.ana, scene.slack.person("ben")
    await scene.life()
    await scene.declare()
    await scene.all_done()
    [room] = rooms(scene.slack)
    await ben.join(room)
    message = await ana.say(f"Tell the {WORD}", channel=room)
    await ana.react(message, "dart")

    await until(lambda: "1 open action item" in shown(card(room)))
    await ana.slash("/incident action @ben 1", channel=room)
    await until(lambda: any(WORD in told.text for told in ben.inbox()))
    await scene.all_done()
    return message, ben


@pytest.mark.long
@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.timeout(180)
async def test_what_was_owed_is_edited_by_the_next_life(tmp_path: Path, phase: Phase) -> None:
    moment: Moment = (DIRECT, phase)
    async with theatre(tmp_path) as scene:
        message, ben = await given(scene)
        child, told = scene.cradle.lives[-1], ben.inbox()[-1]
        struck = scene.kill_at(moment, lambda: child)

        await scene.people.ana.delete(message)
        await child.exit_code()
        await scene.life()

        async def mended() -> bool:
            return WORD not in told.text and not await undone(scene.url)

        await until(mended)
        assert struck == [moment]
        assert "(deleted message)" in told.text
        assert len(ben.inbox()) == 1
        file = sqlite_file(scene.url)
        assert file is not None
        await until(lambda: WORD.encode() not in b"".join(p.read_bytes() for p in beside(file)))


def beside(file: Path) -> list[Path]:
    return [path for path in (file, file.with_name(f"{file.name}-wal")) if path.exists()]
