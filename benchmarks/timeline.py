"""Reading pages of a long timeline: from the command to its answer."""

from __future__ import annotations

import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from benchmarks.stage import DATABASES, bot_running, database_url, declared, key_entry
from benchmarks.tables import milliseconds
from bot.app.running import Running
from bot.incident.incident import Incident
from bot.sandbox.people import Person
from bot.sandbox.slack import LocalSlack

ENTRIES = 10_000
AT_ONCE = 1000
PAGES = ("", "page 2", "page 400", "page 833", "decisions", "notes page 300")
TIMES = 10


@dataclass(frozen=True, slots=True)
class Read:
    """Seconds."""

    database: str
    median: float
    slowest: float


async def table() -> Table:
    drawn = Table(
        title=f"A page of a timeline of {ENTRIES} entries, from the command to its answer"
    )
    for name in ("database", "median", "slowest"):
        drawn.add_column(name, justify="right")
    for database in DATABASES:
        row = await _measured(database)
        drawn.add_row(row.database, milliseconds(row.median), milliseconds(row.slowest))
    drawn.caption = "Goal: under 100 ms"
    return drawn


async def _measured(database: str) -> Read:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = await database_url(stack, database, folder)
        slack = await stack.enter_async_context(LocalSlack())
        run = await stack.enter_async_context(bot_running(slack, folder, url))
        await _filled(run, await declared(slack, run))
        took = sorted([await _page(slack.person("ana"), page) for page in PAGES * TIMES])
    return Read(database, took[len(took) // 2], took[-1])


async def _page(person: Person, page: str) -> float:
    answer = await person.slash(f"/incident timeline INC-1 {page}".strip())
    assert "timeline" in answer.text
    return answer.seconds


async def _filled(run: Running, incident: Incident) -> None:
    for start in range(0, ENTRIES, AT_ONCE):
        async with run.bot.desk.ledger.work() as work:
            made = [key_entry(incident, number) for number in range(start, start + AT_ONCE)]
            await work.entries.put(made)
