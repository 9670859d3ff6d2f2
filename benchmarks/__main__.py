"""`make bench`: prints what was measured on this machine, just now. ARGS names what to measure."""

from __future__ import annotations

import asyncio
import platform
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence

from rich.console import Console
from rich.table import Table

from benchmarks import (
    alerts,
    backfill,
    cadence,
    declare,
    memory,
    postmortem,
    process,
    recording,
    rush,
    timeline,
)
from bot.language.catalogues import compile_all
from bot.telemetry import logs

BENCHES: Mapping[str, Callable[[], Awaitable[Table]]] = {
    "declare": declare.table,
    "process": process.table,
    "rush": rush.table,
    "recording": recording.table,
    "timeline": timeline.table,
    "backfill": backfill.table,
    "postmortem": postmortem.table,
    "cadence": cadence.table,
    "memory": memory.table,
    "alerts": alerts.table,
}


def main(names: Sequence[str]) -> int:
    console = Console()
    if unknown := set(names) - BENCHES.keys():
        console.print(f"No bench is called {', '.join(sorted(unknown))}: {', '.join(BENCHES)}")
        return 2
    compile_all()
    logs.configure("ERROR")
    console.print(f"Python {platform.python_version()} on {platform.machine()}, real local Slack")
    for name in names or BENCHES:
        console.print(asyncio.run(_of(BENCHES[name])))
    return 0


async def _of(bench: Callable[[], Awaitable[Table]]) -> Table:
    return await bench()


sys.exit(main(sys.argv[1:]))
