"""A clock that stands still until a test or a demonstration moves its hands."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

START = datetime(2026, 1, 1, microsecond=412_345, tzinfo=UTC)
"""Not on a whole second: hardly anything in the world happens on one."""
# How many turns of the event loop are given to those who were woken, when nobody says more, and
# when somebody does: then they only have to be under way.
_TURNS = 50
_FEW_TURNS = 10


@dataclass(eq=False)
class _Sleeper:
    when: datetime
    """What the clock has to show."""
    left: timedelta
    """How much time has to pass at most, whatever the clock shows."""
    woken: asyncio.Future[None] = field(default_factory=lambda: asyncio.Future())


class HandClock:
    """Implements `response.ports.Clock`. Everything that is due on the way happens in its order."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._sleepers: list[_Sleeper] = []
        self.settle: list[Callable[[], Awaitable[None]]] = []
        """Awaited after each step, in this order: what else must come to rest (real sockets, a
        database's thread), such as `InProcess.idle` and `LocalSlack.settle`."""

    def now(self) -> datetime:
        return self._now

    @property
    def sleepers(self) -> int:
        """How many sleep on it at this moment."""
        return len(self._asleep())

    async def sleep_until(self, when: datetime) -> None:
        """Like the real clock's: setting the clock back wakes early instead of keeping longer."""
        if when <= self._now:
            await asyncio.sleep(0)
            return
        sleeper = _Sleeper(when, when - self._now)
        self._sleepers.append(sleeper)
        try:
            await sleeper.woken
        finally:
            self._sleepers.remove(sleeper)

    async def forward(
        self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0
    ) -> None:
        length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        await self.to(self._now + length)

    async def to(self, when: datetime) -> None:
        """Let time pass until `when`, with a halt at each moment somebody sleeps until."""
        if when < self._now:
            raise ValueError(f"time does not pass backwards; step({when}) sets the clock")
        await self.idle()
        while (pause := self._next_pause()) is not None and self._now + pause <= when:
            await self._pass(pause)
        await self._pass(when - self._now)

    async def step(self, to: datetime) -> None:
        """Set the clock, as an administrator or NTP does: it shows another time, none passes."""
        self._now = to
        self._wake()
        await self.idle()

    async def idle(self) -> None:
        """Until whoever was woken has come to rest."""
        turns = _FEW_TURNS if self.settle else _TURNS
        await _turns(turns)
        for settled in self.settle:
            await settled()
            await _turns(turns)

    def _next_pause(self) -> timedelta | None:
        pauses = [min(one.when - self._now, one.left) for one in self._asleep()]
        return min(pauses, default=None)

    async def _pass(self, time: timedelta) -> None:
        self._now += time
        for sleeper in self._sleepers:
            sleeper.left -= time
        self._wake()
        await self.idle()

    def _wake(self) -> None:
        for sleeper in self._asleep():
            if sleeper.when <= self._now or sleeper.left <= timedelta():
                sleeper.woken.set_result(None)

    def _asleep(self) -> list[_Sleeper]:
        return [sleeper for sleeper in self._sleepers if not sleeper.woken.done()]


async def _turns(turns: int) -> None:
    for _ in range(turns):
        await asyncio.sleep(0)
