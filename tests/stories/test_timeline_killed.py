"""The bot is killed while it shows what was logged, decided or marked: each stands there once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sandbox.workspace import Channel, Message
from tests.child import until
from tests.ready_room import ROOM, rooms, undone
from tests.stories.test_sigkill import Moment, Theatre, theatre

MOMENTS: tuple[Moment, ...] = (
    (f"chat.postMessage {ROOM}", "after effect"),
    (f"reactions.add {ROOM}", "after effect"),
)


async def opened(scene: Theatre) -> Channel:
    await scene.life()
    await scene.declare()
    await scene.all_done()
    [room] = rooms(scene.slack)
    return room


def lines(room: Channel, words: str) -> list[Message]:
    """What the bot shows of them."""
    return [m for m in room.messages if words in m.text and m.bot_id and not m.deleted]


@pytest.mark.long
@pytest.mark.timeout(180)
async def test_what_was_logged_decided_and_marked_is_shown_once(tmp_path: Path) -> None:
    async with theatre(tmp_path) as scene:
        room = await opened(scene)
        ana = scene.people.ana
        for number, moment in enumerate(MOMENTS):
            child = scene.cradle.lives[-1]
            struck = scene.kill_at(moment, lambda child=child: child)  # type: ignore[misc]
            marked = await ana.say(f"marked {number}", channel=room)
            await ana.react(marked, "pushpin")
            verb = "log" if number % 2 else "decide"
            answer = await ana.slash(f"/incident {verb} told {number}", channel=room)
            await child.exit_code()
            await scene.life()
            if answer.status != "ok":
                await ana.slash(f"/incident {verb} told {number}", channel=room)

            async def shown(number: int = number, marked: Message = marked) -> bool:
                there = lines(room, f"told {number}") and "writing_hand" in marked.reactions
                return bool(there) and not await undone(scene.url)

            await until(shown)
            assert struck == [moment]
            assert len(lines(room, f"told {number}")) == 1
            assert len(marked.reactions["writing_hand"]) == 1
