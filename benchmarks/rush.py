"""Twenty people send the form in the same moment: how long the last of them waits for an answer."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from statistics import median

from rich.table import Table

from benchmarks.process import child_of
from benchmarks.tables import milliseconds
from bot.sandbox.people import Person
from bot.sandbox.slack import LocalSlack
from bot.sandbox.workspace import View

PEOPLE, ROUNDS = 20, 5
LATENCY = 0.12
"""Seconds that Slack takes for each call."""
PATIENCE = 180.0
"""Seconds for all that follows the answers."""


async def table() -> Table:
    slowest = await measure_rush()
    drawn = Table(title=f"{PEOPLE} forms sent at once, to a process of its own, on SQLite")
    for name in ("best round", "median round", "worst round"):
        drawn.add_column(name, justify="right")
    drawn.add_row(*map(milliseconds, (min(slowest), median(slowest), max(slowest))))
    drawn.caption = "The slowest answer of each round; goal: 300 ms, limit of Slack: 3000 ms"
    return drawn


async def measure_rush() -> list[float]:
    """Seconds until the last was answered, for each round."""
    with tempfile.TemporaryDirectory() as folder:
        async with LocalSlack() as slack:
            slack.rate_limits = False
            slack.channel("incidents")
            async with child_of(slack, Path(folder)):
                await slack.settle()
                people = [slack.person(f"person-{number}") for number in range(PEOPLE)]
                return [await _round(slack, people, number) for number in range(ROUNDS)]


async def _round(slack: LocalSlack, people: list[Person], number: int) -> float:
    slack.faults.latency = 0.0
    forms = [await _opened(person) for person in people]
    slack.faults.latency = LATENCY
    answers = await asyncio.gather(
        *(
            person.submit(form, title=f"Trouble {number}-{who}", severity="sev2")
            for who, (person, form) in enumerate(zip(people, forms, strict=True))
        )
    )
    await slack.settle(PATIENCE)
    if late := [answer.status for answer in answers if answer.status != "ok"]:
        raise RuntimeError(f"not answered in time: {late}")
    return max(answer.seconds for answer in answers)


async def _opened(person: Person) -> View:
    """The bot is another process: its form can only be waited for."""
    await person.slash("/incident declare")
    while (view := person.view()) is None or view.callback_id != "declare":  # noqa: ASYNC110 - see above
        await asyncio.sleep(0.005)
    return view
