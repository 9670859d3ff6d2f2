"""Ten thousand open incidents with a cadence: how late each is looked at, and what that costs."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import socket
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
from rich.table import Table

from benchmarks.declare import environment
from benchmarks.stage import bot_running, declared
from benchmarks.tables import milliseconds
from bot.incident.effect import Effect, EffectId, EffectState
from bot.incident.ids import ChannelId, IncidentId
from bot.incident.incident import Incident
from bot.response.update_by_itself import BY_ITSELF
from bot.sandbox.slack import LocalSlack
from bot.settings import load
from bot.storage.ledger import Database

OPEN = 10_000
EVERY = {"sev1": 30, "sev2": 60, "sev3": 240}
"""Minutes between two updates of the internal audience, as shipped."""
SHARES = {"sev1": 0.05, "sev2": 0.15, "sev3": 0.8}
"""Of those that are open."""
WATCHED, IDLE = 3, 20
"""Minutes in which updates fall due, and seconds without one before."""
AHEAD = timedelta(seconds=90)
"""For writing them down and for the start."""


@dataclass(frozen=True, slots=True)
class Life:
    """Seconds, but for the share of a core."""

    start: float
    idle: float
    woken_p99: float
    """From an incident's time to the call to look at it; as the bot counts it, at most so much."""
    written_p99: float
    """To the look that writes down its update, behind all others that are due on that minute."""
    updates: int


async def table() -> Table:
    life = await measure_cadence()
    drawn = Table(title=f"{OPEN} open incidents with a cadence, on SQLite")
    for name in ("start", "of a core when idle", "updates", "woken p99", "written p99"):
        drawn.add_column(name, justify="right")
    drawn.add_row(
        milliseconds(life.start),
        f"{life.idle:.1%}",
        str(life.updates),
        f"≤ {milliseconds(life.woken_p99)}",
        milliseconds(life.written_p99),
    )
    drawn.caption = "Goals: start < 3000 ms, idle < 2 %, p99 of wake-up minus due < 1000 ms"
    return drawn


async def measure_cadence() -> Life:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with LocalSlack() as slack:
            await _one_by_hand(slack, folder)
            told = {**environment(slack, folder), "PORT": str(_free_port())}
            url = load(told, folder=folder, mounts="").database_url.get_secret_value()
            first = _next_minute(datetime.now(UTC) + AHEAD + timedelta(seconds=IDLE))
            soon = await _many(url, slack, first)
            return await _lived(told, url, first, soon)


async def _one_by_hand(slack: LocalSlack, folder: Path) -> None:
    """What the others are copies of: its room is ready, and nothing of it is left to do."""
    async with bot_running(slack, folder, None) as run:
        await declared(slack, run)
        await slack.settle()
        await run.bot.scheduler.idle()


async def _many(url: str, slack: LocalSlack, first: datetime) -> list[IncidentId]:
    """Those whose update falls due while it is watched; only they need what makes them whole."""
    soon, database = [], await Database.open(url)
    async with database.work() as work:
        model = await work.incidents.numbered(1)
        assert model is not None
        effects = await work.effects.of(model.id)
        for number, (severity, due) in enumerate(_dues(first), start=2):
            copy = _copy(model, number, severity, due, slack)
            await work.incidents.add(copy)
            await work.search.begin(copy, "")
            if due < first + timedelta(minutes=WATCHED):
                soon.append(copy.id)
                for effect in effects:
                    await work.effects.put(_of(copy, effect))
    await database.close()
    return soon


def _dues(first: datetime) -> Iterator[tuple[str, datetime]]:
    """Spread over the time between two updates, on whole minutes, as people are told them."""
    for severity, share in SHARES.items():
        for number in range(int(OPEN * share)):
            yield severity, first + timedelta(minutes=number % EVERY[severity])


def _copy(
    model: Incident, number: int, severity: str, due: datetime, slack: LocalSlack
) -> Incident:
    declared_at = due - timedelta(minutes=EVERY[severity])
    room = slack.workspace.add_channel(f"inc-{number}", "public", creator=slack.bot.id)
    room.members.add(slack.bot.id)
    moments = model.moments.model_copy(update={"declared": declared_at, "detected": declared_at})
    return model.model_copy(
        update={
            "id": IncidentId(uuid.uuid4().hex),
            "number": number,
            "severity": severity,
            "declared_at": declared_at,
            "no_ic_since": None,
            "moments": moments,
            "channel": ChannelId(room.id),
            "wake_at": due,
        }
    )


def _of(incident: Incident, effect: Effect) -> Effect:
    """Topic and purpose name the incident, so a copy's would be set anew; those are left alone."""
    own = {"id": EffectId(uuid.uuid4().hex), "incident": incident.id}
    done = {"state": EffectState.DROPPED} if effect.key in ("topic", "purpose") else {}
    return effect.model_copy(update=own | done)


async def _lived(
    told: dict[str, str], url: str, first: datetime, soon: Sequence[IncidentId]
) -> Life:
    started = time.monotonic()
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env={**os.environ, **told}
    )
    try:
        await _ready(told["PORT"])
        start = time.monotonic() - started
        await _until(first - timedelta(seconds=IDLE + 5))
        before = _cpu(child.pid)
        await asyncio.sleep(IDLE)
        idle = (_cpu(child.pid) - before) / IDLE
        await _until(first + timedelta(minutes=WATCHED))
        written = sorted(await _lateness(url, soon))
        p99 = written[int(len(written) * 0.99)] if written else float("inf")
        return Life(start, idle, await _woken(told["PORT"]), p99, len(written))
    finally:
        child.send_signal(signal.SIGTERM)
        await child.wait()


async def _ready(port: str) -> None:
    async with aiohttp.ClientSession() as http:
        while True:
            with contextlib.suppress(aiohttp.ClientError):
                async with http.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.02)


async def _woken(port: str) -> float:
    """The smallest bound of the bot's own histogram that holds 99 of 100."""
    address = f"http://127.0.0.1:{port}/metrics"
    async with aiohttp.ClientSession() as http, http.get(address) as answer:
        text = await answer.text()
    found = re.findall(r'wake_late_seconds_bucket\{le="(\S+)"\} (\S+)', text)
    bounds = [(float(bound), float(count)) for bound, count in found]
    return next(bound for bound, count in bounds if count >= 0.99 * bounds[-1][1])


async def _lateness(url: str, soon: Sequence[IncidentId]) -> list[float]:
    """From when an update was due that goes out by itself to the look that noticed."""
    database = await Database.open(url)
    async with database.look() as work:
        found = [one for id in soon for one in await work.effects.of(id)]
    await database.close()
    return [
        one.first_attempt_at.timestamp() - int(one.key.rpartition(":")[2])
        for one in found
        if one.key.startswith(BY_ITSELF) and one.first_attempt_at is not None
    ]


async def _until(when: datetime) -> None:
    await asyncio.sleep(max(0.0, (when - datetime.now(UTC)).total_seconds()))


def _next_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0) + timedelta(minutes=1)


def _cpu(pid: int) -> float:
    """Seconds of a processor so far."""
    ticks = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
