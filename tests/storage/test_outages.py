"""A database that does not answer is a known failure, and its return needs no restart."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from pathlib import Path

import psycopg
import pytest

from bot.response.ports import LedgerDown
from bot.storage.engine import READERS
from bot.storage.ledger import Database, Unit
from bot.storage.migrate import migrate
from tests.databases import OwnServer
from tests.storage.values import NOW, incident, question

pytestmark = pytest.mark.long

BRIEFLY = 0.2
"""How long these ledgers wait for others, in seconds."""


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    database = await Database.open(url, busy_seconds=BRIEFLY)
    try:
        yield database
    finally:
        await database.close()


async def claim(ledger: Database, key: str) -> bool:
    async with ledger.work() as work:
        return await work.intents.claim(key, NOW)


class Occupied:
    """So many units of work that stay open until the block ends."""

    def __init__(self, opening: Callable[[], AbstractAsyncContextManager[Unit]], count: int):
        self._opening = opening
        self._count = count
        self._arrived = asyncio.Semaphore(0)
        self._released = asyncio.Event()

    async def __aenter__(self) -> None:
        self._tasks = [asyncio.create_task(self._stay()) for _ in range(self._count)]
        for _ in self._tasks:
            await self._arrived.acquire()

    async def __aexit__(self, *_: object) -> None:
        self._released.set()
        await asyncio.gather(*self._tasks)

    async def _stay(self) -> None:
        async with self._opening() as work:
            await work.notes.get("team")
            self._arrived.release()
            await self._released.wait()


@pytest.mark.parametrize(("kind", "connections"), [("sqlite", 1), ("postgresql", 10)])
async def test_a_ledger_whose_writing_connections_are_all_busy_is_down(
    url: str, connections: int
) -> None:
    async with opened(url) as ledger:
        async with Occupied(ledger.work, connections):
            with pytest.raises(LedgerDown, match="busy"):
                await claim(ledger, "key")

        assert await claim(ledger, "key")


@pytest.mark.parametrize(("kind", "connections"), [("sqlite", READERS), ("postgresql", 10)])
async def test_a_ledger_whose_reading_connections_are_all_busy_is_down(
    url: str, connections: int
) -> None:
    async with opened(url) as ledger:
        async with Occupied(ledger.look, connections):
            with pytest.raises(LedgerDown, match="busy"):
                await ledger.ping()

        await ledger.ping()


async def test_a_claim_that_another_unit_holds_too_long_is_not_decided(url: str) -> None:
    async with opened(url) as ledger:
        async with ledger.work() as work:
            await work.intents.claim("key", NOW)

            with pytest.raises(LedgerDown):
                await claim(ledger, "key")

        assert not await claim(ledger, "key")


async def test_what_one_unit_has_read_to_change_it_no_other_can(url: str) -> None:
    async def take_incident(work: Unit) -> object:
        return await work.incidents.get(incident().id)

    async def take_question(work: Unit) -> object:
        return await work.questions.get(question().id)

    async with opened(url) as ledger, opened(url) as another_process:
        async with ledger.work() as work:
            await work.incidents.add(incident())
            await work.questions.put(question())
        for take in (take_incident, take_question):
            async with ledger.work() as holder:
                await take(holder)

                with pytest.raises(LedgerDown):
                    async with another_process.work() as another:
                        await take(another)
                async with another_process.look() as looking:
                    assert await take(looking)


async def test_a_file_locked_by_another_process_is_down_for_writing_only(sqlite_url: str) -> None:
    async with opened(sqlite_url) as ledger:
        assert await claim(ledger, "before")
        with closing(sqlite3.connect(file_of(sqlite_url), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")

            with pytest.raises(LedgerDown, match="locked"):
                await claim(ledger, "meanwhile")
            await ledger.ping()
            async with ledger.look() as work:
                assert await work.intents.outcome("meanwhile") is None

            other.execute("ROLLBACK")
            assert await claim(ledger, "meanwhile")


async def test_a_row_locked_by_another_session_is_down_for_this_row(postgresql_url: str) -> None:
    async with opened(postgresql_url) as ledger:
        async with ledger.work() as work:
            await work.incidents.add(incident())
        async with await psycopg.AsyncConnection.connect(postgresql_url) as other:
            await other.execute("SELECT * FROM incident FOR UPDATE")

            with pytest.raises(LedgerDown, match="lock timeout"):
                async with ledger.work() as work:
                    await work.incidents.get(incident().id)
            async with ledger.look() as work:
                assert await work.incidents.get(incident().id) == incident()

            await other.rollback()
            async with ledger.work() as work:
                assert await work.incidents.get(incident().id) == incident()


async def test_a_slow_statement_is_given_up(postgresql_url: str) -> None:
    async with await psycopg.AsyncConnection.connect(postgresql_url) as other:
        await other.execute(
            "CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN PERFORM pg_sleep(30); RETURN new; END $$"
        )
        await other.execute(
            "CREATE TRIGGER dawdle BEFORE INSERT ON note FOR EACH ROW EXECUTE FUNCTION dawdle()"
        )
    async with opened(postgresql_url) as ledger:
        with pytest.raises(LedgerDown, match="statement timeout"):
            async with ledger.work() as work:
                await work.notes.set("team", "T1")

        assert await claim(ledger, "key")


async def test_a_server_that_was_never_there_is_down_and_its_password_unsaid() -> None:
    async with opened("postgresql://bot:hunter2@/incidents?host=/nowhere") as ledger:
        with pytest.raises(LedgerDown) as caught:
            await ledger.ping()
        with pytest.raises(LedgerDown):
            await claim(ledger, "key")

    assert "hunter2" not in f"{caught.value} {caught.value.__cause__}"


async def test_a_folder_that_cannot_be_made_is_a_database_that_is_down(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where a folder should be")

    with pytest.raises(LedgerDown, match="folder"):
        await Database.open(f"sqlite:///{tmp_path}/data/incidents.db")


async def test_a_file_that_cannot_be_opened_is_a_database_that_is_down(tmp_path: Path) -> None:
    (tmp_path / "incidents.db").mkdir()

    async with opened(f"sqlite:///{tmp_path}/incidents.db") as ledger:
        with pytest.raises(LedgerDown):
            await claim(ledger, "key")
        with pytest.raises(LedgerDown):
            await ledger.ping()
    await threads_of_the_driver_to_end()


@pytest.fixture
def own_server() -> Iterator[OwnServer]:
    with tempfile.TemporaryDirectory(prefix="incidents-") as folder, OwnServer(Path(folder)) as it:
        yield it


async def test_a_server_that_stops_and_starts_again_needs_no_restart_of_the_bot(
    own_server: OwnServer,
) -> None:
    await migrate(own_server.url)
    async with opened(own_server.url) as ledger:
        assert await claim(ledger, "before")

        async def lose_the_server() -> None:
            async with ledger.work() as work:
                await work.intents.claim("during", NOW)
                own_server.stop()

        with pytest.raises(LedgerDown):
            await lose_the_server()
        with pytest.raises(LedgerDown):
            await ledger.ping()
        with pytest.raises(LedgerDown):
            await claim(ledger, "during")

        own_server.start()
        await ledger.ping()
        assert await claim(ledger, "during")
        assert not await claim(ledger, "before")

        own_server.stop()
        own_server.start()
        assert await claim(ledger, "after an outage that nobody noticed")


def file_of(url: str) -> str:
    return url.removeprefix("sqlite:///")


async def threads_of_the_driver_to_end() -> None:
    """One whose connection failed still speaks to the loop, which must not be closed by then."""
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join)
