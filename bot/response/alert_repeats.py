"""Alerts that are said again and again: who wants to know is told at most once a second."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.response.ports import Clock, Waker

PAUSE = timedelta(seconds=1)


class RepeatsDue:
    """A source of the scheduler. The first repeat is told at once, those of the second after it
    together at its end: a storm would have every other source asked hundreds of times.
    """

    def __init__(self, clock: Clock, waker: Waker) -> None:
        self._clock = clock
        self._waker = waker
        self._due: datetime | None = None
        self._more = False

    def came(self) -> None:
        """After they were committed."""
        if self._due is not None:
            self._more = True
            return
        self._due = self._clock.now() + PAUSE
        self._waker.rescan()

    async def next_due(self) -> datetime | None:
        return self._due

    async def run_due(self, now: datetime) -> None:
        self._due = now + PAUSE if self._more else None
        if self._more:
            self._more = False
            self._waker.rescan()
