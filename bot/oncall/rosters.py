"""Who is on call now and next, from rotas and from what was last read of feeds."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.incident.on_call import Feed, OnCallPolicy, Roster, Schedule, Shift, turns
from bot.oncall import rota
from bot.oncall.icalendar import NotACalendar
from bot.oncall.people import People
from bot.oncall.sources import Sources, shifts_of
from bot.response.outcomes import NotDone
from bot.response.ports import Clock, Ledger
from bot.telemetry.logs import logger

BACK, AHEAD = timedelta(days=2), timedelta(days=40)
"""How far turns are worked out; anew each day."""
SOON = timedelta(days=14)
"""Whose turn comes until then is looked up in Slack ahead of it."""
AT_ONCE = 4

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class _WorkedOut:
    """The turns of a schedule, for what was read of it and the days around one."""

    digest: str
    on: datetime
    shifts: Sequence[Shift]


class Rosters:
    """Implements `response.oncall_ports.OnCall`."""

    def __init__(
        self,
        policy: Callable[[], OnCallPolicy],
        sources: Sources,
        people: People,
        ledger: Ledger,
        clock: Clock,
    ) -> None:
        self._policy = policy
        self._sources = sources
        self._people = people
        self._ledger = ledger
        self._clock = clock
        self._worked_out: dict[str, _WorkedOut] = {}

    async def roster(self, schedule: str) -> Roster | None:
        found = self._policy().schedule(schedule)
        return await self._roster(found) if found else None

    async def rosters(self) -> Sequence[Roster]:
        return [await self._roster(schedule) for schedule in self._policy().schedules]

    @property
    def looks_outside(self) -> bool:
        """Whether anything has to be read or anybody looked up ahead."""
        return any(schedule.looks_outside for schedule in self._policy().schedules)

    async def refresh(self) -> None:
        """Read every source; one that does not answer keeps no other from being read."""
        few = asyncio.Semaphore(AT_ONCE)

        async def one(schedule: Schedule) -> None:
            async with few:
                await self._refresh(schedule)

        await asyncio.gather(*map(one, self._policy().schedules))

    async def _refresh(self, schedule: Schedule) -> None:
        """Whoever is on call soon is looked up ahead: at night Slack may be away as well."""
        if schedule.is_fetched:
            await self._fetch(schedule)
        now, (_, shifts) = self._clock.now(), await self._turns(schedule)
        near = [s for s in self._people.named(shifts) if s.end > now and s.start < now + SOON]
        await self._people.found(near)

    async def _fetch(self, schedule: Schedule) -> None:
        kept = await self._kept(schedule)
        try:
            fresh = await self._sources.read(schedule, kept, self._clock.now())
            await self._work_out(schedule, fresh.body)
        except NotDone as failure:
            fresh = self._unread(kept, failure.why)
        except NotACalendar as failure:
            fresh = self._unread(kept, f"no calendar: {failure}")
        async with self._ledger.work() as work:
            await work.feeds.put(fresh)

    def _unread(self, kept: Feed, why: str) -> Feed:
        log.warning("schedule not read", schedule=kept.schedule, why=why)
        return kept.model_copy(update={"error": why})

    async def _kept(self, schedule: Schedule) -> Feed:
        """What another source said under this key counts no longer."""
        digest = self._sources.digest(schedule)
        async with self._ledger.look() as work:
            kept = await work.feeds.get(schedule.key)
        if kept is not None and kept.source == digest:
            return kept
        return Feed(schedule=schedule.key, source=digest)

    async def _roster(self, schedule: Schedule) -> Roster:
        feed, shifts = await self._turns(schedule)
        now, following = turns(self._people.named(shifts), self._clock.now())
        return Roster(
            schedule=schedule,
            now=await self._people.found(now),
            next=await self._people.found(following),
            read_at=feed.read_at if feed else None,
            trouble=feed.error if feed else "",
        )

    async def _turns(self, schedule: Schedule) -> tuple[Feed | None, Sequence[Shift]]:
        """Also what was read of the source, unless there is none."""
        if schedule.rota is not None:
            now = self._clock.now()
            return None, rota.shifts(schedule.rota, now - BACK, now + AHEAD)
        feed = await self._kept(schedule)
        if feed.read_at is None:
            return feed, ()
        try:
            return feed, await self._work_out(schedule, feed.body)
        except NotACalendar as error:  # it was one when it was kept, for an earlier release
            return self._unread(feed, f"no calendar: {error}"), ()

    async def _work_out(self, schedule: Schedule, body: str) -> Sequence[Shift]:
        """In a thread of its own, once a day. Raises NotACalendar."""
        now = self._clock.now()
        digest = hashlib.sha256(f"{schedule.zone} {body}".encode()).hexdigest()
        done = self._worked_out.get(schedule.key)
        if done is None or done.digest != digest or abs(now - done.on) >= timedelta(days=1):
            since, until = now - BACK, now + AHEAD
            shifts = await asyncio.to_thread(shifts_of, schedule, body, since, until)
            done = self._worked_out[schedule.key] = _WorkedOut(digest, now, shifts)
        return done.shifts
