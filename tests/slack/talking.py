"""Talk in a channel, each event of it caught on its way; and lives of what records it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.incident.entry import Entry
from bot.incident.ids import ChannelId, IncidentId, UserId
from bot.incident.incident import Incident
from bot.incident.message import Message, messages_of
from bot.incident.policy import Policy
from bot.incident.question import Declaration, FromForm
from bot.incident.task import Task
from bot.language import Tongue
from bot.outlets.transcript import as_text
from bot.outlets.update_renderer import UpdateRenderer
from bot.response.declare import Opened, declare
from bot.response.ports import Desk
from bot.response.room import channel_opened
from bot.response.transcript import transcript_of
from bot.sandbox import marks, posting, rooms
from bot.sandbox.call import Refused
from bot.sandbox.events import event_callback
from bot.sandbox.hand_clock import HandClock
from bot.sandbox.slack import LocalSlack
from bot.sandbox.typing_by_hand import as_blocks
from bot.sandbox.workspace import Channel, Event
from bot.sandbox.workspace import Message as SlackMessage
from bot.slack.backfill import Backfill, Job
from bot.slack.directory import Directory
from bot.slack.gateway import Gateway
from bot.slack.pages import Pace, Pages
from bot.slack.record import Record
from bot.slack.recorder import Recorder
from bot.storage.ledger import Database
from bot.telemetry.metrics import Metrics
from tests.databases import fresh_url
from tests.response.conftest import Alarm, Board

Body = Mapping[str, Any]
NAMES = ("ana", "ben")
POLICY = Policy()


@dataclass(frozen=True)
class Act:
    """`who` does `what` to the message that is the `which`th by then."""

    what: str
    who: int = 0
    which: int = 0


@dataclass
class Talk:
    slack: LocalSlack
    clock: HandClock
    room: Channel
    said: list[SlackMessage] = field(default_factory=list)
    events: list[tuple[int, Body]] = field(default_factory=list)
    """Each with the number of the act that it tells of."""
    number: int = 0

    def hear(self, event: Event) -> None:
        self.events.append((self.number, event_callback(self.slack.workspace, event)))

    async def act(self, number: int, act: Act) -> None:
        """What Slack would refuse does not happen."""
        self.number = number
        await self.clock.step(self.clock.now() + timedelta(seconds=3))
        with suppress(Refused):
            _ACTS[act.what](self, self.slack.person(NAMES[act.who]).id, act.which)

    def say(self, user: str, number: int) -> None:
        self._post(user)

    def reply(self, user: str, number: int) -> None:
        if root := self._target(number):
            self._post(user, thread_ts=root.thread_ts or root.ts)

    def broadcast(self, user: str, number: int) -> None:
        if root := self._target(number):
            more = {"subtype": "thread_broadcast", "reply_broadcast": True}
            self._post(user, thread_ts=root.thread_ts or root.ts, **more)

    def edit(self, user: str, number: int) -> None:
        if message := self._target(number):
            text = f"{message.text}, edited"
            author = message.user or user
            words = {"text": text, "blocks": as_blocks(text)}
            posting.edit(self.slack.workspace, self.room, message, author, **words)

    def delete(self, user: str, number: int) -> None:
        if message := self._target(number):
            posting.delete(self.slack.workspace, self.room, message)

    def react(self, user: str, number: int) -> None:
        if message := self._target(number):
            marks.react(self.slack.workspace, self.room, message, user, "pushpin")

    def unreact(self, user: str, number: int) -> None:
        if message := self._target(number):
            marks.unreact(self.slack.workspace, self.room, message, user, "pushpin")

    def aim(self, user: str, number: int) -> None:
        if message := self._target(number):
            marks.react(self.slack.workspace, self.room, message, user, "dart")

    def give_up(self, user: str, number: int) -> None:
        if message := self._target(number):
            marks.unreact(self.slack.workspace, self.room, message, user, "dart")

    def pin(self, user: str, number: int) -> None:
        if message := self._target(number):
            marks.pin(self.slack.workspace, self.room, message, user)

    def unpin(self, user: str, number: int) -> None:
        if message := self._target(number):
            marks.unpin(self.slack.workspace, self.room, message, user)

    def stands(self, ts: str) -> bool:
        """Whether Slack still shows it."""
        message = self.room.message(ts)
        return message is not None and message.subtype != posting.TOMBSTONE

    def _target(self, number: int) -> SlackMessage | None:
        standing = [message for message in self.said if self.stands(message.ts)]
        return standing[number % len(standing)] if standing else None

    def _post(self, user: str, **more: Any) -> None:
        text = f"message {len(self.said)}"
        ts = self.slack.workspace.ts()
        message = SlackMessage(self.room.id, ts, text, user=user, blocks=as_blocks(text), **more)
        self.said.append(posting.post(self.slack.workspace, self.room, message))


_ACTS: Mapping[str, Callable[[Talk, str, int], None]] = {
    name: getattr(Talk, name)
    for name in (
        *("say", "reply", "broadcast", "edit", "delete"),
        *("react", "unreact", "aim", "give_up", "pin", "unpin"),
    )
}
ACTS = tuple(_ACTS)


@dataclass(frozen=True)
class Recorded:
    messages: Mapping[str, Message]
    transcript: str
    entries: Mapping[str, Entry]
    tasks: Sequence[Task]


@dataclass
class Life:
    """What records, from its start until it stops or crashes."""

    desk: Desk
    database: Database
    recorder: Recorder
    backfill: Backfill
    incident: IncidentId

    async def hears(self, bodies: Sequence[Body], crash_after: int | None = None) -> list[Body]:
        """Over two sockets, three at a time each. What was not acked when it crashed."""
        acked: list[Body] = []

        async def socket(mine: Sequence[Body]) -> None:
            for start in range(0, len(mine), 3):
                if crash_after is not None and len(acked) >= crash_after:
                    return
                batch = mine[start : start + 3]
                await asyncio.gather(*map(self.recorder.record, batch))
                if crash_after is None or len(acked) < crash_after:
                    acked.extend(batch)

        await asyncio.gather(socket(bodies[::2]), socket(bodies[1::2]))
        done = {id(body) for body in acked}
        return [body for body in bodies if id(body) not in done]

    async def reads_back(self, *, whole: bool = True) -> None:
        while not await self.backfill.step(Job(self.incident, whole=whole)):
            """A step is a page or a thread."""

    async def recorded(self) -> Recorded:
        async with self.database.look() as work:
            incident = await work.incidents.get(self.incident)
            heard = await work.messages.of(ChannelId(str(incident.channel)))
            entries = await work.entries.of(self.incident)
            tasks = await work.tasks.of(self.incident)
            transcript = await transcript_of(work, incident)
        return Recorded(
            {message.ts: message for message in messages_of(heard)},
            "".join(as_text(transcript, Tongue())),
            {str(entry.ts): entry for entry in entries},
            tasks,
        )


@dataclass
class Ledger:
    """A database, in which each talk has an incident of its own."""

    database: Database
    workshop: Workshop
    directory: Directory
    gateway: Gateway
    metrics: Metrics
    talks: int = 0

    async def declare(self, here: Talk) -> Incident:
        """An incident whose channel is the one in which people talk."""
        self.talks += 1
        declaration = Declaration(
            key=f"k{self.talks}",
            title=f"Checkout {self.talks} is failing",
            severity="sev3",
            by=UserId(here.slack.person(NAMES[0]).id),
            origin=FromForm(view=""),
        )
        outcome = await declare(self._desk(), declaration)
        assert isinstance(outcome, Opened)
        async with self.database.work() as work:
            channel, now = ChannelId(here.room.id), here.clock.now()
            await channel_opened(work, outcome.incident, channel, here.room.name, now)
        return outcome.incident

    def life(self, incident: Incident) -> Life:
        """One that remembers nothing of those before it."""
        desk, clock = self._desk(), self.workshop.clock
        bot = UserId(self.workshop.slack.bot.id)
        record = Record(desk, self.directory, bot, _nothing_more)
        recorder = Recorder(desk, self.metrics, record, lambda: None)
        pages = Pages(self.gateway, clock, Pace(burst=10**6))
        backfill = Backfill(desk, pages, record.ear)
        return Life(desk, self.database, recorder, backfill, incident.id)

    def _desk(self) -> Desk:
        return Desk(
            ledger=self.database,
            clock=self.workshop.clock,
            waker=Alarm(),
            directory=self.directory,
            on_call=Board(),
            renderer=UpdateRenderer(lambda: POLICY),
            policy=lambda: POLICY,
            bot_user=UserId(self.workshop.slack.bot.id),
        )


async def _nothing_more(body: Mapping[str, Any]) -> None:
    """Of an event that is recorded nothing else follows here."""


@dataclass
class Workshop:
    """A local Slack and two ledgers, for one talk after another."""

    slack: LocalSlack
    clock: HandClock
    ledgers: list[Ledger] = field(default_factory=list)
    talks: int = 0

    def talk(self) -> Talk:
        """In a channel whose history begins when the bot came in."""
        self.talks += 1
        people = [self.slack.person(name) for name in NAMES]
        room = self.slack.channel(f"inc-{self.talks}", members=people)
        here = Talk(self.slack, self.clock, room)
        self.slack.workspace.listener = here.hear
        rooms.join(self.slack.workspace, room, self.slack.bot.id)
        return here


@asynccontextmanager
async def workshop(folder: Path) -> AsyncIterator[Workshop]:
    clock = HandClock()
    async with (
        LocalSlack(clock=lambda: clock.now().timestamp()) as slack,
        aiohttp.ClientSession() as session,
        AsyncExitStack() as stack,
    ):
        slack.rate_limits = False
        for name in NAMES:
            slack.person(name)
        made = Workshop(slack, clock)
        for _ in range(2):
            made.ledgers.append(await _ledger(stack, made, folder, session))
        yield made


async def _ledger(
    stack: AsyncExitStack, made: Workshop, folder: Path, session: aiohttp.ClientSession
) -> Ledger:
    slack, metrics = made.slack, Metrics()
    database = await Database.open(await fresh_url("sqlite", folder))
    stack.push_async_callback(database.close)
    client = AsyncWebClient(
        token=slack.bot_token, base_url=slack.api_url, session=session, retry_handlers=[]
    )
    gateway = Gateway(client, made.clock, metrics)
    directory = Directory(gateway, database, made.clock, slack.workspace.team)
    await directory.fill()
    return Ledger(database, made, directory, gateway, metrics)
