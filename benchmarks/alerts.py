"""A storm of alerts: how many webhooks a second, how late, and who else has to wait for them."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from benchmarks.alert_sender import AT_ONCE, SECRET
from benchmarks.stage import DATABASES, bot_running, database_url
from benchmarks.tables import milliseconds
from bot.app.running import Running
from bot.sandbox.slack import LocalSlack

WEBHOOKS, FINGERPRINTS = 10_000, 300
A_MINUTE = WEBHOOKS / 60
PAUSE = 2.0
"""Seconds between two declarations during the storm."""


@dataclass(frozen=True, slots=True)
class Storm:
    sent: str
    database: str
    refused: int
    answer_p99: float
    per_second: float
    counted: str
    ack_p99: float | None = None


async def table() -> Table:
    drawn = Table(title=f"{WEBHOOKS} webhooks of {FINGERPRINTS} alerts, from another process")
    names = ("database", "sent", "refused", "answer p99", "per second", "counted", "declare p99")
    for name in names:
        drawn.add_column(name, justify="right")
    for database in DATABASES:
        for sent, per_second in (("in a minute", A_MINUTE), ("at once", 0.0)):
            row = await measure_storm(database, sent, per_second)
            drawn.add_row(
                row.database,
                row.sent,
                str(row.refused),
                milliseconds(row.answer_p99),
                f"{row.per_second:.0f}",
                row.counted,
                "-" if row.ack_p99 is None else milliseconds(row.ack_p99),
            )
    drawn.caption = (
        "Goals: in a minute none refused, p99 < 1 s, declare p99 < 300 ms;"
        " at once ≥ 500 a second on SQLite, ≥ 1000 on PostgreSQL."
        f" The bot and its Slack are one process, the sender ({AT_ONCE} connections that stay"
        " open) is another; each alert repeats the same words, as Alertmanager does."
    )
    return drawn


async def measure_storm(database: str, sent: str, per_second: float) -> Storm:
    """Declares are only measured beside the storm of a minute."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = await database_url(stack, database, folder)
        slack = await stack.enter_async_context(LocalSlack())
        told = {"ALERT_SECRETS": f"alertmanager={SECRET}"}
        run = await stack.enter_async_context(bot_running(slack, folder, url, **told))
        sending = asyncio.create_task(_answers(run, per_second))
        acks = await _declares(slack, sending) if per_second else []
        *answers, (_, took) = await sending
        seconds = sorted(seconds for _, seconds in answers)
        return Storm(
            sent=sent,
            database=database,
            refused=sum(status != 200 for status, _ in answers),
            answer_p99=seconds[-len(seconds) // 100],
            per_second=len(answers) / took,
            counted=await _counted(run),
            ack_p99=max(acks) if acks else None,
        )


async def _answers(run: Running, per_second: float) -> list[list[float]]:
    url = f"http://127.0.0.1:{run.addresses.port}/alerts/alertmanager"
    numbers = (str(WEBHOOKS), str(FINGERPRINTS), str(per_second))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.alert_sender", url, *numbers),
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    found: list[list[float]] = json.loads(out)
    return found


async def _declares(slack: LocalSlack, while_: asyncio.Task[list[list[float]]]) -> list[float]:
    acks: list[float] = []
    while not while_.done():
        began = time.monotonic()
        answer = await slack.person("ana").slash(
            f"/incident declare sev3 Number {len(acks)} of many"
        )
        assert answer.status == "ok"
        acks.append(time.monotonic() - began)
        await asyncio.wait({while_}, timeout=PAUSE)
    return acks


async def _counted(run: Running) -> str:
    """How many alerts, and how often each was said to fire: in all 10,000."""
    async with run.bot.desk.ledger.look() as work:
        known = await work.alerts.latest(2 * FINGERPRINTS)
    return f"{sum(one.known.fired for one in known)} of {len(known)}"
