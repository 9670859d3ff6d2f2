"""Reading back what was said while the bot did not hear, a page or a thread at a time.

What a page shows is recorded with how far the reading has come, in one transaction: wherever it is
broken off, it goes on there. A page was read whole, or it was not read: what it lacks is gone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from bot.incident.gap import (
    ON_ITS_WAY,
    Missed,
    Reading,
    has_moved,
    lacking,
    missed,
    struck,
)
from bot.incident.ids import ChannelId, IncidentId, MessageTs, UserId
from bot.incident.incident import Incident
from bot.incident.message import Message
from bot.incident.read_back import ReadBack
from bot.response.history import begin_reading, end_reading
from bot.response.outcomes import Refused
from bot.response.ports import Desk, UnitOfWork
from bot.response.record import Told, record_messages
from bot.slack.hearing import NO_MESSAGES, TOMBSTONE, Ear
from bot.slack.pages import Pages, Shown

GLANCE = 50
"""So many threads are looked at for one that is still to be read."""
_GONE = "thread_not_found"


@dataclass(frozen=True, slots=True)
class Job:
    """`again`: it was begun in an earlier life of the bot, so it is done once more afterwards."""

    incident: IncidentId
    whole: bool
    again: bool = False


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a thread's first message told when the thread was read last."""

    count: int
    latest: MessageTs | None
    at: datetime


class Backfill:
    def __init__(self, desk: Desk, pages: Pages, ear: Ear) -> None:
        self._desk = desk
        self._pages = pages
        self._ear = ear
        self._asked_for: set[UserId] = set()
        self._seen: dict[tuple[ChannelId, MessageTs], _Seen] = {}

    async def step(self, job: Job) -> bool:
        """A page with the threads in which something happened, or one thread. True when nothing is
        left to read; raises NotDone, and can then simply be called again.
        """
        async with self._desk.ledger.look() as work:
            incident = await work.incidents.get(job.incident)
            channel = incident.channel
            if channel is None or incident.archived:
                return True
            state = await work.read_backs.get(channel, whole=job.whole)
        if state.began_at is None:
            now = self._desk.clock.now()
            there = await self._pages.members(channel)
            state = await begin_reading(self._desk, incident, state, there, now)
        if not state.paged:
            state = await self._page(channel, state)
        elif state.whole and (left := await self._next_thread(channel, state)):
            await self._thread(channel, state.read(left, more=True), left)
        else:
            return await self._end(incident, state)
        return False

    async def _end(self, incident: Incident, state: ReadBack) -> bool:
        await end_reading(self._desk, incident, state)
        for place in [place for place in self._seen if state.whole and place[0] == state.channel]:
            del self._seen[place]
        return True

    async def _page(self, channel: ChannelId, state: ReadBack) -> ReadBack:
        asked_at, page = (
            self._desk.clock.now(),
            await self._pages.before(channel, state.down_to),
        )
        if not page.messages:
            return await self._keep(state.read(None, more=False), Missed(), {})
        for message in await self._with_news(channel, page.messages):
            state = await self._thread(channel, state, MessageTs(str(message["ts"])))
        oldest = MessageTs(str(page.messages[-1]["ts"]))
        readings, secrets = await self._read(channel, page.messages, asked_at)
        there = {one.heard.ts for one in readings}
        async with self._desk.ledger.look() as work:
            known = await work.messages.between(channel, oldest, state.down_to)
            replies = await work.messages.replies(channel, lacking(known, there))
            more = page.more and await self._reaches_further(work, state, oldest)
        gap = missed(known, readings, asked_at, _stands_in_channel)
        gap += struck(replies, there, asked_at, lambda reply: True)
        return await self._keep(state.found(gap).read(oldest, more=more), gap, secrets)

    async def _reaches_further(self, work: UnitOfWork, state: ReadBack, oldest: MessageTs) -> bool:
        if state.whole:
            return True
        whole = await work.read_backs.get(state.channel, whole=True)
        until = whole.known_until
        return until is None or float(oldest) > (until - ON_ITS_WAY).timestamp()

    async def _with_news(self, channel: ChannelId, shown: Iterable[Shown]) -> list[Shown]:
        """The messages into whose threads something came since they were read, or out of them."""
        roots = {MessageTs(str(one["ts"])): one for one in shown if one.get("reply_count")}
        async with self._desk.ledger.look() as work:
            recorded = dict(await work.messages.threads(channel, roots))
        for ts in roots:
            if seen := self._seen.get((channel, ts)):
                recorded[ts] = (seen.count, seen.latest)
        return [message for ts, message in roots.items() if has_moved(message, recorded[ts])]

    async def _next_thread(self, channel: ChannelId, state: ReadBack) -> MessageTs | None:
        """The next that was not read while this reading lasts."""
        before = state.down_to
        while True:
            async with self._desk.ledger.look() as work:
                roots = await work.messages.roots(channel, before, GLANCE)
            for root in roots:
                seen = self._seen.get((channel, root))
                if seen is None or state.began_at is None or seen.at < state.began_at:
                    return root
            if not roots:
                return None
            before = roots[-1]

    async def _thread(self, channel: ChannelId, state: ReadBack, root: MessageTs) -> ReadBack:
        try:
            asked_at, shown = await self._pages.thread(channel, root)
        except Refused as refused:
            if refused.why != _GONE:
                raise
            return await self._keep(state, Missed(), {})  # whether it was deleted, its page tells
        readings, secrets = await self._read(channel, shown, asked_at)
        async with self._desk.ledger.look() as work:
            known = [
                *await work.messages.about(channel, [root]),
                *await work.messages.replies(channel, [root]),
            ]
        gap = missed(known, readings, asked_at, lambda message: message.is_reply)
        state = await self._keep(state.found(gap), gap, secrets)
        first = shown[0] if shown else {}
        latest = first.get("latest_reply")
        count = int(first.get("reply_count") or 0)
        seen = _Seen(count, MessageTs(str(latest)) if latest else None, asked_at)
        self._seen[channel, root] = seen
        return state

    async def _read(
        self, channel: ChannelId, shown: Sequence[Shown], asked_at: datetime
    ) -> tuple[list[Reading], Mapping[MessageTs, tuple[str, ...]]]:
        """What these messages say, and which kinds of secrets were taken out of each."""
        messages = [message for message in shown if message.get("subtype") not in NO_MESSAGES]
        authors = (one.get("user") for one in messages if one.get("subtype") != TOMBSTONE)
        await self._know({UserId(user) for user in authors if user})
        told = []
        for message in messages:
            told.append(self._ear.read(channel, message, asked_at))
            await asyncio.sleep(0)  # looking for secrets keeps nobody waiting
        readings = [_reading(one, message) for one, message in zip(told, messages, strict=True)]
        others = [one for one in told if one.heard.by != self._desk.bot_user]
        return readings, {one.heard.ts: one.secrets for one in others}

    async def _know(self, users: Set[UserId]) -> None:
        """Who wrote it is called by their name from the first."""
        for user in sorted(users - self._asked_for):
            self._asked_for.add(user)
            if self._ear.name_of(user) is None:
                await self._desk.directory.person(user)

    async def _keep(
        self,
        state: ReadBack,
        gap: Missed,
        secrets: Mapping[MessageTs, tuple[str, ...]],
    ) -> ReadBack:
        async def also(work: UnitOfWork) -> None:
            await work.read_backs.put(state)

        said = [Told(heard, secrets.get(heard.ts, ())) for heard in gap.heard]
        await record_messages(self._desk, said, also, live=False)
        return state


def _stands_in_channel(message: Message) -> bool:
    return not message.is_reply


def _reading(told: Told, message: Shown) -> Reading:
    reactions = message.get("reactions") or ()
    marks = {(str(one["name"]), str(who)) for one in reactions for who in one["users"]}
    named = all(len(one["users"]) >= int(one.get("count") or 0) for one in reactions)
    return Reading(
        told.heard,
        frozenset(marks),
        named,
        pinned_by=_pinned_by(told.heard.channel, message),
        is_gone=message.get("subtype") == TOMBSTONE,
        by_bot=bool(message.get("bot_id")),
    )


def _pinned_by(channel: ChannelId, message: Shown) -> str | None:
    if channel not in (message.get("pinned_to") or ()):
        return None
    info = (message.get("pinned_info") or {}).get(channel) or {}
    return str(info.get("pinned_by") or "")
