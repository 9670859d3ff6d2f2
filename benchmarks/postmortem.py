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

from benchmarks.process import heaviest
from benchmarks.stage import DATABASES, bot_running, database_url, declared, key_entry
from benchmarks.tables import megabytes, milliseconds
from bot.app.running import Running
from bot.incident.entry import Entry
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
SECONDS = 7
"""From one message to the next."""
PDF = "pdf_child"
"""In the command line of the process that lays one out."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Seconds of a processor, this process and that of the PDF together. Kilobytes at most."""

    database: str
    size: str
    draft: float
    files: dict[str, float]
    together: float
    """Seconds until all files are there that were asked for at the same moment."""
    memory: float
    child: float


async def table() -> Table:
    drawn = Table(title="A post-mortem: the draft, and each of its files, in time of a processor")
    for name in ("database", "messages", "draft", *FILES, "all", "at once", "RSS", "of PDF"):
        drawn.add_column(name, justify="right", no_wrap=True)
    for database in DATABASES:
        for size in SIZES:
            one = await _measured(database, *size)
            drawn.add_row(
                one.database,
                one.size,
                milliseconds(one.draft),
                *(milliseconds(one.files[name]) for name in FILES),
                milliseconds(sum(one.files.values())),
                milliseconds(one.together),
                megabytes(one.memory),
                megabytes(one.child),
            )
    drawn.caption = (
        "Goal for the longest: draft under 1 s, all files under 10 s, under 300 MB."
        " At once: all five asked for at the same moment, by the wall."
    )
    return drawn


async def _measured(database: str, messages: int, entries: int) -> Drawn:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = await database_url(stack, database, folder)
        slack = await stack.enter_async_context(LocalSlack())
        run = await stack.enter_async_context(bot_running(slack, folder, url))
        incident = await declared(slack, run)
        await _filled(run, incident, messages, entries)
        child = stack.enter_context(heaviest(PDF))
        took = {name: await _worked(run, incident, name) for name in ("", *FILES)}
        began = time.perf_counter()
        await asyncio.gather(*(_file(run, incident, name) for name in FILES))
        together = time.perf_counter() - began
    draft = took.pop("")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    size, most = f"{messages}/{entries}", max(child, default=0)
    return Drawn(database, size, draft, took, together, own, most)


async def _worked(run: Running, incident: Incident, name: str) -> float:
    before = _processor()
    await _file(run, incident, name)
    return _processor() - before


async def _file(run: Running, incident: Incident, name: str) -> None:
    """Without a name: only the draft."""
    policy = run.bot.desk.policy()
    means = Means(Tongue(), policy, Templates().render)
    async with run.bot.desk.ledger.look() as work:
        current = await work.incidents.get(incident.id)
        if name:
            pieces = await FORMATS.named(name).write(work, current, means)
            await asyncio.to_thread(lambda: sum(map(len, pieces)))
        else:
            await document_of(work, current, policy)


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


async def _filled(run: Running, incident: Incident, messages: int, entries: int) -> None:
    every = messages // entries
    for start in range(0, messages, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, messages))
        async with run.bot.desk.ledger.work() as work:
            await work.messages.add([_heard(incident, number) for number in numbers])
            await work.entries.put([_entry(incident, n) for n in numbers if n % every == 0])


def _ts(incident: Incident, number: int) -> MessageTs:
    return MessageTs(f"{incident.declared_at.timestamp() + number * SECONDS:.6f}")


def _heard(incident: Incident, number: int) -> Heard:
    at = incident.declared_at + timedelta(seconds=number * SECONDS)
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
    """Made from its message."""
    place = {"channel": incident.channel, "ts": _ts(incident, number)}
    return key_entry(incident, number, SECONDS).model_copy(update=place)
