"""What falls due: incidents to look at, questions nobody answered, upkeep of the bot itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.incident.ids import IncidentId
from bot.incident.incident import LOOK_AGAIN
from bot.response.answer import lapse
from bot.response.outcomes import NotDone
from bot.response.ports import Clock, Desk, Ledger, Waker
from bot.telemetry.logs import logger

SWEEP = timedelta(seconds=30)
"""A hint that another process wrote (`incident-bot effects`) is found after this."""

log = logger(__name__)


class IncidentsDue:
    def __init__(
        self, ledger: Ledger, clock: Clock, waker: Waker, late: Callable[[float], None]
    ) -> None:
        """`late` hears of each call how many seconds after its time it was made."""
        self._ledger = ledger
        self._clock = clock
        self._waker = waker
        self._late = late
        self._begun = False
        self._called: dict[IncidentId, tuple[datetime, datetime]] = {}
        """For which time each was called, and when; until it has been looked at."""

    async def next_due(self) -> datetime | None:
        """Those that were called and wait for their turn hold up nobody's call after them."""
        now = self._clock.now()
        if not self._begun:
            return now
        async with self._ledger.look() as work:
            due = await work.incidents.due(now)
            wake = await work.incidents.next_wake(after=now)
        if any(not self._is_called(incident, at, now) for incident, at in due):
            return now
        return now + SWEEP if wake is None else min(wake, now + SWEEP)

    async def run_due(self, now: datetime) -> None:
        """At start also what the last life was called to look at, and perhaps did not."""
        until = now if self._begun else now + LOOK_AGAIN
        async with self._ledger.look() as work:
            due = await work.incidents.due(until)
        self._begun = True
        self._called = {id: self._called[id] for id, _ in due if id in self._called}
        for incident, at in due:
            self._call(incident, at, now)

    def _call(self, incident: IncidentId, at: datetime, now: datetime) -> None:
        """Once for each time: whatever looks at many has not got to some of them yet."""
        if self._is_called(incident, at, now):
            return
        if self._called.get(incident, (None, now))[0] != at and now >= at:
            self._late((now - at).total_seconds())
        self._called[incident] = (at, now)
        self._waker.wake(incident)

    def _is_called(self, incident: IncidentId, at: datetime, now: datetime) -> bool:
        """A call before its time, as at the start, does not count when that comes."""
        time, called = self._called.get(incident, (None, now))
        return time == at and at <= called and now - called < SWEEP


class QuestionsDue:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def next_due(self) -> datetime | None:
        async with self._desk.ledger.look() as work:
            return await work.questions.next_due()

    async def run_due(self, now: datetime) -> None:
        async with self._desk.ledger.look() as work:
            due = await work.questions.due(now)
        for question in due:
            await lapse(self._desk, question)


class Upkeep:
    """Something done at start and then each `every`; when Slack is busy, again in a minute."""

    def __init__(self, clock: Clock, every: timedelta, act: Callable[[], Awaitable[None]]) -> None:
        self._clock = clock
        self._every = every
        self._act = act
        self._next = clock.now()

    def at_once(self) -> None:
        """When the scheduler looks next."""
        self._next = self._clock.now()

    async def next_due(self) -> datetime | None:
        return self._next

    async def run_due(self, now: datetime) -> None:
        self._next = now + min(self._every, timedelta(minutes=1))
        try:
            await self._act()
        except NotDone as failure:
            log.warning("upkeep put off", what=failure.what, why=failure.why)
            return
        self._next = now + self._every
