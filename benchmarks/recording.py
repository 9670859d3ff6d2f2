"""Messages on their way through Bolt into the record: how many a second, and how late."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.table import Table
from slack_bolt.request.async_request import AsyncBoltRequest

from benchmarks.stage import DATABASES, bot_running, database_url, declared
from benchmarks.tables import milliseconds
from bot.app.running import Running
from bot.incident.ids import ChannelId
from bot.incident.message import messages_of
from bot.sandbox.slack import LocalSlack

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


async def table() -> Table:
    rows = [await measure_recording(database) for database in DATABASES]
    title = f"{MESSAGES} messages into the record through Bolt, {AT_ONCE} at a time"
    drawn = Table(title=title)
    for name in ("database", "per second", "lag p99", "lost"):
        drawn.add_column(name, justify="right")
    for row in rows:
        drawn.add_row(
            row.database, f"{row.per_second:.0f}", milliseconds(row.lag_p99), str(row.lost)
        )
    drawn.caption = "Goals: ≥ 500 a second on SQLite, ≥ 1000 on PostgreSQL, p99 < 1 s, none lost"
    return drawn


async def measure_recording(database: str) -> Recorded:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = await database_url(stack, database, folder)
        slack = await stack.enter_async_context(LocalSlack())
        run = await stack.enter_async_context(bot_running(slack, folder, url))
        channel = (await declared(slack, run)).channel
        assert channel is not None
        lags, took = await told(run, channel, range(MESSAGES))
        async with run.bot.desk.ledger.look() as work:
            kept = messages_of(await work.messages.of(channel))
    found = sum(message.by == "U0BENCH" for message in kept)
    return Recorded(database, MESSAGES / took, sorted(lags)[-MESSAGES // 100], MESSAGES - found)


async def told(
    run: Running, channel: ChannelId, numbers: Sequence[int]
) -> tuple[list[float], float]:
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
    lags = await asyncio.gather(*map(one, numbers))
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
