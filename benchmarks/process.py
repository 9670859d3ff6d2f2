"""The process as operators see it: how long it takes to be there, and what it weighs."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.table import Table

from benchmarks.declare import environment
from benchmarks.tables import megabytes, milliseconds
from bot.sandbox.slack import LocalSlack
from bot.settings import load
from bot.storage.migrate import migrate

TIMES = 5
DECLARES = 20


@dataclass(frozen=True, slots=True)
class Weight:
    cold_start: float
    """Seconds from exec to the first socket that is connected."""
    rss_ready: float
    """Kilobytes."""
    rss_worked: float


async def table() -> Table:
    weight = await measure_process()
    drawn = Table(title="The process, on SQLite over Socket Mode (median of the runs)")
    for name in ("cold start", "RSS ready", "RSS after 20 declares"):
        drawn.add_column(name, justify="right")
    drawn.add_row(
        milliseconds(weight.cold_start), megabytes(weight.rss_ready), megabytes(weight.rss_worked)
    )
    drawn.caption = "Goals: cold start ≤ 1500 ms (exec to connected), RSS ≤ 120 MB"
    return drawn


async def measure_process() -> Weight:
    lives = [await _one() for _ in range(TIMES)]
    return Weight(
        cold_start=median(life.cold_start for life in lives),
        rss_ready=median(life.rss_ready for life in lives),
        rss_worked=median(life.rss_worked for life in lives),
    )


async def _one() -> Weight:
    with tempfile.TemporaryDirectory() as folder:
        async with LocalSlack() as slack:
            slack.rate_limits = False
            slack.channel("incidents")
            return await _life(slack, Path(folder))


async def _life(slack: LocalSlack, folder: Path) -> Weight:
    async with child_of(slack, folder) as (pid, cold_start):
        await slack.settle()
        ready = rss(pid)
        for number in range(DECLARES):
            await slack.person("ana").slash(
                f"/incident declare sev2 Outage{number} weighed{number}"
            )
        await slack.settle()
        return Weight(cold_start, ready, rss(pid))


@asynccontextmanager
async def child_of(slack: LocalSlack, folder: Path) -> AsyncIterator[tuple[int, float]]:
    """`incident-bot run` on a new database: its process, and the seconds until it was connected."""
    told = {**environment(slack, folder), "PORT": str(_free_port())}
    await migrate(load(told, folder=folder, mounts="").database_url.get_secret_value())
    started = time.monotonic()
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env={**os.environ, **told}
    )
    try:
        while not slack.sockets:  # noqa: ASYNC110 - it is the child that connects
            await asyncio.sleep(0.005)
        yield child.pid, time.monotonic() - started
    finally:
        child.send_signal(signal.SIGTERM)
        await child.wait()


def rss(pid: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    return float(found[1]) if found else 0.0


def _free_port() -> int:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def heaviest(command: str) -> Iterator[list[float]]:
    """The most kilobytes that each process of that command line has had so far, while this lasts.

    What the system says of children that have ended counts the parent's own, too.
    """
    found: dict[int, float] = {}
    weights, over = list[float](), threading.Event()

    def look() -> None:
        while not over.wait(0.1):
            for pid in _running(command):
                found[pid] = _peak(pid) or found.get(pid, 0)
            weights[:] = found.values()

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield weights
    finally:
        over.set()
        looking.join()


def _running(command: str) -> Iterator[int]:
    """Of our own children."""
    for listed in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):
            yield from (int(pid) for pid in listed.read_text().split() if command in _line(pid))


def _line(pid: str) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")


def _peak(pid: int) -> float:
    """Nothing once it has ended."""
    with suppress(OSError):
        found = re.search(r"VmHWM:\s*(\d+)", Path(f"/proc/{pid}/status").read_text())
        return float(found[1]) if found else 0
    return 0
