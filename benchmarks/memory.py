"""What the process weighs after so many messages: it is to keep none of them."""

from __future__ import annotations

import asyncio
import gc
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from benchmarks.process import rss
from benchmarks.recording import told
from benchmarks.stage import bot_running, declared
from benchmarks.tables import megabytes
from bot.sandbox.slack import LocalSlack

FEW, MANY = 10_000, 100_000


@dataclass(frozen=True, slots=True)
class Weighed:
    """Kilobytes."""

    ready: float
    few: float
    many: float


async def table() -> Table:
    weighed = await measure_memory()
    drawn = Table(title="RSS of bot and local Slack in one process, as messages are recorded")
    for name in ("ready", f"after {FEW}", f"after {MANY}"):
        drawn.add_column(name, justify="right")
    drawn.add_row(*(megabytes(one) for one in (weighed.ready, weighed.few, weighed.many)))
    drawn.caption = "Goal: the last two are alike"
    return drawn


async def measure_memory() -> Weighed:
    with tempfile.TemporaryDirectory() as folder:
        async with LocalSlack() as slack, bot_running(slack, Path(folder), None) as run:
            channel = (await declared(slack, run)).channel
            assert channel is not None
            ready = await _weight()
            await told(run, channel, range(FEW))
            few = await _weight()
            for start in range(FEW, MANY, FEW):
                await told(run, channel, range(start, start + FEW))
            return Weighed(ready, few, await _weight())


async def _weight() -> float:
    """Once what was begun has ended and been thrown away."""
    await asyncio.sleep(1)
    gc.collect()
    return rss(os.getpid())
