"""The database is locked, away, or gone for good: people hear in time what is the case."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox.call import Call, Phase
from bot.sandbox.http_line import PATIENCE
from bot.sandbox.people import Person
from bot.storage.migrate import migrate
from tests.child import until
from tests.databases import OwnServer
from tests.ready_room import kept, undone
from tests.stage import Stage, stage
from tests.stories.seeing import form, last, patient, shown

DOWN_PAGE = "open `#inc-what-is-broken`"
"""From the first lines of the page for the day without the bot."""
LATE = "Not recorded yet"


@asynccontextmanager
async def locked(scene: Stage, seconds: float) -> AsyncIterator[None]:
    """Somebody else writes, and does not end: the block, but at least so many seconds."""
    file = Path(scene.url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        over = time.monotonic() + seconds
        yield
        await asyncio.sleep(over - time.monotonic())
        other.execute("ROLLBACK")


def told_in_time(scene: Stage) -> asyncio.Future[float]:
    """When the next ephemeral message has reached somebody, in seconds from now."""
    asked = time.monotonic()
    told: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    def note(call: Call, phase: Phase) -> None:
        if call.method == "chat.postEphemeral" and phase == "after effect" and not told.done():
            told.set_result(time.monotonic() - asked)

    scene.slack.faults.on_call.append(note)
    return told


async def declared_while_locked(scene: Stage, seconds: float) -> None:
    """By command, form, button and mention, all in the same bad moment."""
    ana, ben, cleo, dan = (scene.person(name) for name in ("ana", "ben", "cleo", "dan"))
    scene.slack.channel("general", with_bot=True)
    await cleo.slash("/incident declare sev3 Search finds nothing")
    await ben.slash("/incident declare")
    await scene.settle()
    await cleo.slash("/incident declare sev3 Search finds nothing")
    question = last(cleo)

    async with locked(scene, seconds):
        by_mention = told_in_time(scene)
        await dan.mention("declare sev2 Invoices arrive twice")
        answers = await asyncio.gather(
            ana.slash("/incident declare sev1 Checkout is failing"),
            ben.submit(title="Nobody can log in", severity="sev1"),
            cleo.click(question, "question.separate"),
        )
        heard_after = await asyncio.wait_for(by_mention, 3)

        assert [answer.status for answer in answers] == ["ok"] * 3
        assert max([heard_after, *(answer.seconds for answer in answers)]) < 3
        await until(lambda: LATE in last(cleo).text)
        for told in (last(ana), form(ben), last(cleo), last(dan)):
            assert LATE in shown(told)
            assert DOWN_PAGE in shown(told)
        assert len(scene.rooms) == 1
    await scene.settle()
    await scene.forward(minutes=1)  # so many announcements at once: Slack asks for patience


@pytest.mark.long
@pytest.mark.alone
@pytest.mark.parametrize("seconds", [5, 12])
async def test_whoever_declares_while_it_is_locked_hears_that_and_then_how_it_ended(
    scene: Stage, seconds: float
) -> None:
    await declared_while_locked(scene, seconds)

    incidents = [incident for incident, _ in await kept(scene.url)]
    assert sorted(incident.number for incident in incidents) == [1, 2, 3, 4, 5]
    titles = ["Search finds nothing", "Checkout is failing"]
    titles += ["Nobody can log in", "Invoices arrive twice", "Search finds nothing"]
    assert sorted(incident.title for incident in incidents) == sorted(titles)
    assert len(scene.rooms) == 5
    for name in ("ana", "ben", "cleo", "dan"):
        assert_told_well(scene.person(name))
    assert await undone(scene.url, scene.clock.now()) == []


def assert_told_well(person: Person) -> None:
    """The link to their room, and no word of failure."""
    said = [shown(message) for message in (*person.private, *person.inbox())]
    said += [shown(view)] if (view := person.view()) else []
    assert any("has its room" in text for text in said), said
    assert not [text for text in said if "Not recorded." in text]


@pytest.mark.long
@pytest.mark.alone
async def test_a_mention_is_told_once_that_it_is_late_however_often_it_is_delivered(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path) as scene, scene.bot_running():
        scene.slack.patience = PATIENCE
        patient(scene).slack.redeliver_after = 0.2
        scene.slack.channel("general", with_bot=True)
        dan = scene.person("dan")

        async with locked(scene, 2.5):
            await dan.mention("declare sev2 Invoices arrive twice")
        await scene.settle()

        assert [LATE in message.text for message in dan.private] == [True, False]
        assert len(await kept(scene.url)) == 1
        assert len(dan.inbox()) == 1


@pytest.fixture
def server() -> Iterator[OwnServer]:
    """In a folder that its own user can reach, which is not so of a test's."""
    with tempfile.TemporaryDirectory(prefix="incidents-") as folder, OwnServer(Path(folder)) as it:
        yield it


@pytest.mark.long
@pytest.mark.alone
async def test_what_could_not_be_recorded_for_a_minute_is_to_be_repeated(
    tmp_path: Path, server: OwnServer
) -> None:
    await migrate(server.url)
    async with stage(tmp_path, DATABASE_URL=server.url) as scene, scene.bot_running():
        scene.slack.patience = PATIENCE
        patient(scene).bot.bot.boundary.keep_trying = 1.0
        ana, dan = scene.person("ana"), scene.person("dan")
        scene.slack.channel("general", with_bot=True)
        server.stop()

        answer = await ana.slash("/incident declare sev1 Checkout is failing")
        await dan.mention("declare sev2 Invoices arrive twice")
        await until(lambda: any("Not recorded." in m.text for m in dan.private))
        await until(lambda: "Not recorded." in last(ana).text)

        assert answer.status == "ok"
        assert answer.seconds < 3
        for told in (last(ana), last(dan)):
            assert "Please repeat it" in told.text
            assert DOWN_PAGE in told.text
        assert scene.rooms == []
        server.start()
        repeated = await ana.slash("/incident declare sev1 Checkout is failing")
        assert "INC-1" in repeated.text
        await scene.settle()
        assert scene.rooms == ["inc-1-checkout-is-failing"]


@pytest.mark.long
@pytest.mark.alone
async def test_a_database_that_was_stopped_and_started_heals_without_a_restart(
    tmp_path: Path, server: OwnServer
) -> None:
    await migrate(server.url)
    async with stage(tmp_path, DATABASE_URL=server.url) as scene, scene.bot_running():
        scene.slack.patience = PATIENCE
        ana = scene.person("ana")
        server.stop()
        late = await ana.slash("/incident declare sev1 Checkout is failing")
        red = await readiness(scene)
        server.start()
        await patient(scene).settle()
        await scene.forward(minutes=2)

        assert LATE in late.text
        assert red == 503
        assert await readiness(scene) == 200
        assert scene.rooms == ["inc-1-checkout-is-failing"]
        assert any("has its room" in message.text for message in ana.private)
        assert await undone(server.url, scene.clock.now()) == []


async def readiness(scene: Stage) -> int:
    port = scene.bot.addresses.port
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"http://127.0.0.1:{port}/readyz") as answer,
    ):
        return answer.status
