"""Reading back a long channel that was adopted: how long it takes, and how many calls."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.table import Table

from benchmarks.stage import DATABASES, bot_running, database_url
from bot.app.running import Running
from bot.incident.ids import ChannelId, IncidentId, UserId
from bot.incident.incident import Incident
from bot.incident.message import messages_of
from bot.incident.question import Declaration, FromForm
from bot.response.adopt import adopt
from bot.response.ports import Desk
from bot.sandbox import posting
from bot.sandbox.slack import LocalSlack
from bot.sandbox.workspace import Channel, Message
from bot.slack.backfill import Backfill, Job
from bot.slack.listeners.adopt import place_of
from bot.slack.pages import Pace, Pages
from bot.slack.record import Record

MESSAGES = 10_000
THREADS = 200
REPLIES = 10
"""In each of them."""


@dataclass(frozen=True, slots=True)
class Read:
    """Seconds, with nothing to wait for but the local Slack and the database."""

    database: str
    first: float
    again: float
    """When everything is on record already."""
    calls: int
    lost: int


async def table() -> Table:
    title = f"A channel of {MESSAGES} messages, {THREADS * REPLIES} of them in {THREADS} threads"
    drawn = Table(title=f"{title}, read back")
    for name in ("database", "first time", "per second", "once more", "calls", "lost"):
        drawn.add_column(name, justify="right")
    for row in [await measure_backfill(database) for database in DATABASES]:
        per_second = f"{MESSAGES / row.first:.0f}"
        times = (f"{row.first:.1f} s", per_second, f"{row.again:.1f} s")
        drawn.add_row(row.database, *times, str(row.calls), str(row.lost))
    drawn.caption = "Slack's limits are not counted: of them the bot takes 40 calls a minute"
    return drawn


async def measure_backfill(database: str) -> Read:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = await database_url(stack, database, folder)
        slack = await stack.enter_async_context(LocalSlack())
        run = await stack.enter_async_context(bot_running(slack, folder, url))
        room = _talked(slack)
        desk = replace(run.bot.desk, waker=_Silent())
        backfill, incident = _backfill(run, desk), await _adopted(run, desk, slack, room)
        before = len(slack.calls)
        first = await _read(backfill, incident)
        calls = len(slack.calls) - before
        again = await _read(backfill, incident)
        async with desk.ledger.look() as work:
            kept = {message.ts for message in messages_of(await work.messages.of(_id(room)))}
    lost = sum(message.ts not in kept for message in room.everything.values() if _said(message))
    return Read(database, first, again, calls, lost)


def _said(message: Message) -> bool:
    """Slack's own notices are no messages."""
    return message.subtype is None


class _Silent:
    """The bot itself is not woken: it would read the same channel meanwhile, at its own pace."""

    def wake(self, incident: IncidentId) -> None:
        """Nobody looks."""

    def rescan(self) -> None:
        """Nobody looks."""


def _id(room: Channel) -> ChannelId:
    return ChannelId(room.id)


def _talked(slack: LocalSlack) -> Channel:
    room = slack.channel("inc-long", members=[slack.person("ana")])
    user, workspace = slack.person("ana").id, slack.workspace
    for number in range(MESSAGES):
        thread = _root(room, number)
        text = f"Message {number}: the queue is {number} long, and growing since 14:02"
        message = Message(room.id, workspace.ts(), text, user=user, thread_ts=thread)
        posting.post(workspace, room, message)
    return room


def _root(room: Channel, number: int) -> str | None:
    """The last ones are replies, to the first ones."""
    first = MESSAGES - THREADS * REPLIES
    return list(room.everything)[(number - first) % THREADS] if number >= first else None


def _backfill(run: Running, desk: Desk) -> Backfill:
    around, bot = run.bot.surroundings, run.bot
    record = Record(desk, bot.directory, UserId(str(desk.bot_user)), _nothing_more)
    pages = Pages(around.gateway, around.clock, Pace(burst=10**6))
    return Backfill(desk, pages, record.ear)


async def _nothing_more(body: Mapping[str, Any]) -> None:
    """What else an event means is not measured here."""


async def _adopted(run: Running, desk: Desk, slack: LocalSlack, room: Channel) -> Incident:
    answer = await run.bot.surroundings.gateway.call("conversations.info", channel=room.id)
    said = Declaration(
        key="bench",
        title="",
        severity="sev3",
        by=UserId(slack.person("ana").id),
        origin=FromForm(view=""),
    )
    incident = await adopt(desk, place_of(answer["channel"]), said)
    assert isinstance(incident, Incident)
    return incident


async def _read(backfill: Backfill, incident: Incident) -> float:
    started = time.monotonic()
    while not await backfill.step(Job(incident.id, whole=True)):
        """A step is a page or a thread."""
    return time.monotonic() - started
