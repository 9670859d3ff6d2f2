"""`make bench`: prints what was measured on this machine, just now."""

from __future__ import annotations

import asyncio
import platform
import sys

from rich.console import Console
from rich.table import Table

from benchmarks.declare import Declared, measure_declares
from benchmarks.process import Weight, measure_process
from benchmarks.recording import AT_ONCE, MESSAGES, Recorded, measure_recording
from bot.language.catalogues import compile_all
from bot.telemetry import logs

LATENCIES = (0.0, 0.12)
DATABASES = ("SQLite", "PostgreSQL")


def main() -> int:
    compile_all()
    logs.configure("ERROR")
    console = Console()
    console.print(f"Python {platform.python_version()} on {platform.machine()}, real local Slack")
    declares = [asyncio.run(measure_declares(latency)) for latency in LATENCIES]
    console.print(_declares(declares))
    console.print(_weight(asyncio.run(measure_process())))
    console.print(_recorded([asyncio.run(measure_recording(name)) for name in DATABASES]))
    return 0


def _declares(rows: list[Declared]) -> Table:
    table = Table(title="One-line declare, one at a time (median of each run)")
    for name in ("Slack call", "ack p50", "ack p99", "link", "all done", "depth to link", "depth"):
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(
            _ms(row.latency),
            _ms(row.ack_p50),
            _ms(row.ack_p99),
            _ms(row.link),
            _ms(row.all_done),
            str(row.depth_to_link) if row.latency else "-",
            str(row.depth) if row.latency else "-",
        )
    table.caption = "Goals: depth ≤ 3, all done ≤ 450 ms at 120 ms a call, ack p99 ≤ 100 ms"
    return table


def _weight(weight: Weight) -> Table:
    table = Table(title="The process, on SQLite over Socket Mode (median of the runs)")
    for name in ("cold start", "RSS ready", "RSS after 20 declares"):
        table.add_column(name, justify="right")
    table.add_row(_ms(weight.cold_start), _mb(weight.rss_ready), _mb(weight.rss_worked))
    table.caption = "Goals: cold start ≤ 1500 ms (exec to connected), RSS ≤ 120 MB"
    return table


def _recorded(rows: list[Recorded]) -> Table:
    title = f"{MESSAGES} messages into the record through Bolt, {AT_ONCE} at a time"
    table = Table(title=title)
    for name in ("database", "per second", "lag p99", "lost"):
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(row.database, f"{row.per_second:.0f}", _ms(row.lag_p99), str(row.lost))
    table.caption = "Goals: ≥ 500 a second on SQLite, ≥ 1000 on PostgreSQL, p99 < 1 s, none lost"
    return table


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def _mb(kilobytes: float) -> str:
    return f"{kilobytes / 1024:.0f} MB"


sys.exit(main())
