"""From `/incident declare` to the link and to a room that is ready: time and depth."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from rich.table import Table

from benchmarks.tables import milliseconds
from bot.app.running import running
from bot.sandbox.call import Call, Phase
from bot.sandbox.slack import LocalSlack
from bot.scheduler.clock import SystemClock
from bot.settings import load
from bot.storage.migrate import migrate

TIMES = 30
GLANCE = 0.001

LATENCIES = (0.0, 0.12)


@dataclass(frozen=True, slots=True)
class Declared:
    """Seconds, and numbers of calls that had to wait for one another."""

    latency: float
    ack_p50: float
    ack_p99: float
    link: float
    all_done: float
    depth_to_link: int
    depth: int


@dataclass
class Watch:
    """Remembers when each call came and when its answer was ready to leave."""

    latency: float
    """It passes before the local Slack looks at a call, so the call was sent that much sooner."""
    began: dict[int, float] = field(default_factory=dict)
    spans: list[tuple[str, float, float]] = field(default_factory=list)

    @property
    def methods(self) -> list[str]:
        return [method for method, _, _ in self.spans]

    def __call__(self, call: Call, phase: Phase) -> None:
        now = time.monotonic()
        if phase == "before effect":
            self.began[id(call)] = now - self.latency
        else:
            self.spans.append((call.method, self.began.pop(id(call)), now))


@dataclass
class Run:
    ack: float
    link: float
    all_done: float
    depth_to_link: int
    depth: int


async def table() -> Table:
    rows = [await measure_declares(latency) for latency in LATENCIES]
    drawn = Table(title="One-line declare, one at a time (median of each run)")
    for name in ("Slack call", "ack p50", "ack p99", "link", "all done", "depth to link", "depth"):
        drawn.add_column(name, justify="right")
    for row in rows:
        drawn.add_row(
            milliseconds(row.latency),
            milliseconds(row.ack_p50),
            milliseconds(row.ack_p99),
            milliseconds(row.link),
            milliseconds(row.all_done),
            str(row.depth_to_link) if row.latency else "-",
            str(row.depth) if row.latency else "-",
        )
    drawn.caption = "Goals: depth ≤ 3, all done ≤ 450 ms at 120 ms a call, ack p99 ≤ 100 ms"
    return drawn


async def measure_declares(latency: float) -> Declared:
    with tempfile.TemporaryDirectory() as folder:
        runs = await _runs(Path(folder), latency)
    acks = sorted(run.ack for run in runs)
    return Declared(
        latency=latency,
        ack_p50=median(acks),
        ack_p99=acks[-1],
        link=median(run.link for run in runs),
        all_done=median(run.all_done for run in runs),
        depth_to_link=max(run.depth_to_link for run in runs),
        depth=max(run.depth for run in runs),
    )


async def _runs(folder: Path, latency: float) -> list[Run]:
    async with LocalSlack() as slack:
        slack.rate_limits = False
        slack.channel("incidents")
        settings = load(environment(slack, folder), folder=folder, mounts="")
        await migrate(settings.database_url.get_secret_value())
        async with running(settings.model_copy(update={"port": 0}), SystemClock()) as run:
            assert run.sockets is not None
            await run.sockets.until_connected()
            await slack.person("ana").slash("/incident help")
            await slack.settle()
            slack.faults.latency = latency
            return [await _one(slack, number) for number in range(TIMES)]


async def _one(slack: LocalSlack, number: int) -> Run:
    person = slack.person("ana")
    watch = Watch(slack.faults.latency)
    slack.faults.on_call.append(watch)
    started = time.monotonic()
    answer = await person.slash(f"/incident declare sev1 Outage{number} measured{number}")
    seen = len(person.private)
    while len(person.private) == seen and not _says_where(person.private[-1].text):  # noqa: ASYNC110 - a person looks
        await asyncio.sleep(GLANCE)
    link = time.monotonic()
    while "pins.add" not in watch.methods or watch.began:  # noqa: ASYNC110 - the same
        await asyncio.sleep(GLANCE)
    slack.faults.on_call.remove(watch)
    await slack.settle()
    # The link itself goes to the response_url, which is no call of the Web API.
    return Run(
        ack=answer.seconds,
        link=link - started,
        all_done=max(end for _, _, end in watch.spans) - started,
        depth_to_link=1 + _depth([span for span in watch.spans if span[2] <= link][:1]),
        depth=_depth(watch.spans),
    )


def _says_where(text: str) -> bool:
    return "<#" in text


def _depth(spans: list[tuple[str, float, float]]) -> int:
    """The longest chain of calls of which each began after the one before had ended.

    Calls that take no time follow one another by chance: it tells something with latency only.
    """
    longest: list[int] = []
    ordered = sorted(spans, key=lambda span: span[1])
    for place, (_, began, _) in enumerate(ordered):
        before = [longest[i] for i in range(place) if ordered[i][2] <= began]
        longest.append(1 + max(before, default=0))
    return max(longest)


def environment(slack: LocalSlack, folder: Path) -> Mapping[str, str]:
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": f"sqlite:///{folder / 'incidents.db'}",
        "HOST": "127.0.0.1",
        "LOG_LEVEL": "ERROR",
    }
