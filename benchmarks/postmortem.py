"""A post-mortem of a long incident: from the ledger to the draft, and to each of its files."""

from __future__ import annotations

import asyncio
import resource
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from rich.table import Table

from benchmarks.stage import DATABASES, bot_running, database_url, declared
from benchmarks.tables import milliseconds
from bot.app.running import Running
from bot.incident.entry import Entry, EntryKind, id_of
from bot.incident.ids import ChannelId, MessageTs
from bot.incident.incident import Incident
from bot.incident.message import Content, Heard, HeardKind
from bot.language import Tongue
from bot.outlets.formats import FORMATS
from bot.outlets.templates import Templates
from bot.response.export import Means
from bot.response.postmortem import document_of
from bot.sandbox.slack import LocalSlack

SIZES = ((2_500, 125), (5_000, 250), (10_000, 500))
"""Messages, and key entries among them."""
FILES = ("md", "html", "pdf", "json", "transcript")
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Drawn:
    """Seconds, and the megabytes that this process and the one that lays out PDFs had at most."""

    database: str
    size: str
    draft: float
    files: dict[str, float]
    memory: int
    child: int


async def table() -> Table:
    drawn = Table(title="A post-mortem: the draft, and each of its files")
    for name in ("database", "messages / entries", "draft", *FILES, "all files", "MB", "MB of PDF"):
        drawn.add_column(name, justify="right")
    for database in DATABASES:
        for size in SIZES:
            one = await _measured(database, *size)
            drawn.add_row(
                one.database,
                one.size,
                milliseconds(one.draft),
                *(milliseconds(one.files[name]) for name in FILES),
                milliseconds(sum(one.files.values())),
                str(one.memory),
                str(one.child),
            )
    drawn.caption = "Goal for the longest: draft under 1 s, all files under 10 s, under 300 MB"
    return drawn


async def _measured(database: str, messages: int, entries: int) -> Drawn:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = await database_url(stack, database, folder)
        slack = await stack.enter_async_context(LocalSlack())
        run = await stack.enter_async_context(bot_running(slack, folder, url))
        incident = await declared(slack, run)
        await _filled(run, incident, messages, entries)
        took = {name: await _file(run, incident, name) for name in ("", *FILES)}
    draft = took.pop("")
    return Drawn(
        database,
        f"{messages} / {entries}",
        draft,
        took,
        _most(resource.RUSAGE_SELF),
        _most(resource.RUSAGE_CHILDREN),
    )


def _most(whose: int) -> int:
    return resource.getrusage(whose).ru_maxrss // 1024


async def _file(run: Running, incident: Incident, name: str) -> float:
    """Without a name: only the draft."""
    policy = run.bot.desk.policy()
    means = Means(Tongue(), policy, Templates().render)
    started = time.perf_counter()
    async with run.bot.desk.ledger.look() as work:
        current = await work.incidents.get(incident.id)
        if not name:
            await document_of(work, current, policy)
            return time.perf_counter() - started
        pieces = await FORMATS.named(name).write(work, current, means)
    await asyncio.to_thread(lambda: sum(map(len, pieces)))
    return time.perf_counter() - started


async def _filled(run: Running, incident: Incident, messages: int, entries: int) -> None:
    every = messages // entries
    for start in range(0, messages, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, messages))
        async with run.bot.desk.ledger.work() as work:
            await work.messages.add([_heard(incident, number) for number in numbers])
            await work.entries.put([_entry(incident, n) for n in numbers if n % every == 0])


def _ts(incident: Incident, number: int) -> MessageTs:
    return MessageTs(f"{incident.declared_at.timestamp() + number * 7:.6f}")


def _heard(incident: Incident, number: int) -> Heard:
    at = incident.declared_at + timedelta(seconds=number * 7)
    return Heard(
        channel=incident.channel or ChannelId(""),
        ts=_ts(incident, number),
        kind=HeardKind.POSTED,
        at=at,
        heard_at=at,
        by=incident.declared_by,
        content=Content(text=f"Step {number}: the queue is *{number}* long, and growing"),
    )


def _entry(incident: Incident, number: int) -> Entry:
    at = incident.declared_at + timedelta(seconds=number * 7)
    return Entry(
        id=id_of("bench", str(number)),
        incident=incident.id,
        kind=EntryKind.DECISION if number % 50 == 0 else EntryKind.NOTE,
        occurred_at=at,
        recorded_at=at,
        by=incident.declared_by,
        text=f"Step {number}: the queue is {number} long, and growing since 14:02",
        channel=incident.channel,
        ts=_ts(incident, number),
        typed=True,
        touched_at=incident.declared_at - timedelta(hours=1),
    )
