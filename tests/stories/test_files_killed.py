"""The bot's process is killed at every moment of a file's way, and started again: it is there once.

Out, as an export; and in, as an image that is kept.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.incident.effect import EffectState
from bot.incident.ids import IncidentId
from bot.response.postmortem import CARD
from bot.sandbox.call import Call, Phase
from bot.sandbox.faults import CallLost
from bot.sandbox.manifest import granted
from bot.sandbox.people import Person
from bot.sandbox.slack import LocalSlack
from bot.slack.manifest import shipped_manifest
from bot.storage.ledger import Database, Unit
from tests.child import Cradle, cradle, until
from tests.databases import Kind, fresh_url
from tests.ready_room import kept, rooms, undone

Moment = tuple[str, Phase]
SHARE = "files.completeUploadExternal"
OUT: list[Moment] = [
    (SHARE, "after effect"),
    (SHARE, "before effect"),
    ("upload", "before effect"),
    ("upload", "after effect"),
    ("files.getUploadURLExternal", "before effect"),
    ("files.getUploadURLExternal", "after effect"),
]
IN: list[Moment] = [
    ("download", "after effect"),
    ("download", "before effect"),
    ("files.info", "before effect"),
    ("files.info", "after effect"),
]


def on_both(moments: list[Moment]) -> list[tuple[Moment, Kind]]:
    """Each on SQLite, the first on PostgreSQL too: what they have in common is the reconciling."""
    return [(moments[0], "postgresql"), *((moment, "sqlite") for moment in moments)]


@asynccontextmanager
async def declared(
    folder: Path, kind: Kind, config: str = "keep_files: images"
) -> AsyncIterator[tuple[Cradle, Person, str]]:
    """A bot's first life, in which Ana has declared."""
    scopes, events = granted(shipped_manifest())
    async with LocalSlack(scopes=scopes, events=events) as slack:
        slack.channel("incidents")
        url, ana = await fresh_url(kind, folder), slack.person("ana")
        async with cradle(slack, folder, url, config) as children:
            await children.life()
            await ana.slash("/incident declare sev1 Checkout is failing")
            await all_done(url)
            yield children, ana, url


async def all_done(url: str) -> None:
    async def nothing_left() -> bool:
        return bool(await kept(url)) and not await undone(url)

    await until(nothing_left)


async def killed_at(
    children: Cradle, moment: Moment, act: Callable[[], Awaitable[object]], url: str
) -> None:
    """This life ends while it does this, and another one brings it to its end."""
    [child], slack = children.lives, children.slack

    def strike(call: Call, phase: Phase) -> None:
        if (call.method, phase) == moment and not child.ended:
            child.kill()
            raise CallLost

    slack.faults.on_call.append(strike)
    await act()
    assert await child.exit_code() < 0
    slack.faults.on_call.clear()
    await children.life()
    await all_done(url)


@pytest.mark.long
@pytest.mark.parametrize(("moment", "kind"), on_both(OUT), ids=str)
async def test_an_export_is_shown_once(tmp_path: Path, moment: Moment, kind: Kind) -> None:
    async with declared(tmp_path, kind) as (children, ana, url):
        await killed_at(
            children, moment, lambda: ana.slash("/incident export INC-1 transcript"), url
        )

        files = [file["name"] for message in ana.inbox() for file in message.files]
        assert len(files) == 1


@pytest.mark.long
@pytest.mark.parametrize(("moment", "kind"), on_both(IN), ids=str)
async def test_an_image_is_kept_once(tmp_path: Path, moment: Moment, kind: Kind) -> None:
    async with declared(tmp_path, kind) as (children, ana, url):
        [room] = rooms(children.slack)
        image = {"name": "graph.png", "content": b"\x89PNG" * 5000}

        await killed_at(children, moment, lambda: ana.say("", channel=room, files=[image]), url)

        database = await Database.open(url)
        async with database.look() as work:
            [[incident, _]] = await kept(url)
            assert incident.channel is not None
            [file] = await work.files.of(incident.channel)
            assert await work.files.content(file) == image["content"]
        await database.close()


@pytest.mark.long
@pytest.mark.parametrize(
    ("form", "moment"),
    [("md", OUT[1]), ("html", OUT[2]), ("json", OUT[3]), ("pdf", OUT[0])],
    ids=str,
)
async def test_each_file_of_a_post_mortem_is_shown_once(
    tmp_path: Path, moment: Moment, form: str
) -> None:
    async with declared(tmp_path, "sqlite") as (children, ana, url):
        await killed_at(children, moment, lambda: ana.slash(f"/incident export INC-1 {form}"), url)

        files = [file["name"] for message in ana.inbox() for file in message.files]
        assert len(files) == 1


@pytest.mark.long
@pytest.mark.parametrize(
    ("phase", "kind"),
    [("before effect", "sqlite"), ("after effect", "sqlite"), ("after effect", "postgresql")],
)
async def test_a_draft_is_made_and_shown_once(tmp_path: Path, phase: Phase, kind: Kind) -> None:
    async with declared(tmp_path, kind) as (children, ana, url):
        [room], [child] = rooms(children.slack), children.lives

        def strike(call: Call, now: Phase) -> None:
            said = str(call.arguments.get("text", ""))
            if now == phase and "Post-mortem of INC-1" in said and not child.ended:
                child.kill()
                raise CallLost

        children.slack.faults.on_call.append(strike)
        await ana.slash("/incident resolve INC-1 Rolled back", channel=room)
        assert await child.exit_code() < 0
        children.slack.faults.on_call.clear()
        await children.life()

        assert await drafts(url) == 1
        assert len([one for one in room.messages if "Post-mortem of INC-1" in one.text]) == 1


async def drafts(url: str) -> int:
    """How many there are, once the card of one has been shown."""
    database = await Database.open(url)

    async def shown() -> bool:
        effects = await _read(database, lambda work, id: work.effects.of(id))
        return any(one.key == CARD and one.state is EffectState.DONE for one in effects)

    await until(shown)
    facts = await _read(database, lambda work, id: work.timeline.of(id))
    await database.close()
    return [one.fact.kind for one in facts].count("postmortem_drafted")


async def _read(
    database: Database, what: Callable[[Unit, IncidentId], Awaitable[Sequence[Any]]]
) -> Sequence[Any]:
    async with database.look() as work:
        incident = await work.incidents.numbered(1)
        assert incident is not None
        return await what(work, incident.id)
