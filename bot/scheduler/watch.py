"""A watch over one source of due work: it sleeps until something falls due, and has it done."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Protocol

from bot.response.ports import Clock
from bot.scheduler.attempts import Attempts
from bot.scheduler.quiet import Quiet
from bot.scheduler.rest import rest

LONGEST_BREATH = timedelta(seconds=5)


class Source(Protocol):
    """Something that knows when it wants to be looked at: open incidents, unanswered questions."""

    async def next_due(self) -> datetime | None: ...
    async def run_due(self, now: datetime) -> None: ...


class Watch:
    def __init__(
        self, source: Source, clock: Clock, attempts: Attempts, quiet: Quiet, breath: timedelta
    ) -> None:
        """`breath` is left after each round, so that what stays due cannot spin."""
        self._source = source
        self._clock = clock
        self._attempts = attempts
        self._quiet = quiet
        self._breath = breath
        self._changed = asyncio.Event()
        self._stopped = asyncio.Event()
        self._next: datetime | None = None
        self._rounds_alike = 0

    def rescan(self) -> None:
        self._changed.set()

    def stop(self) -> None:
        """A round that runs is finished; there is no other."""
        self._stopped.set()
        self._changed.set()

    async def run(self) -> None:
        while not self._stopped.is_set():
            self._changed.clear()
            with self._quiet.busy():
                well = await self._attempts.succeed(self._round)
            if not well:
                await self._rest(self._attempts.pause, self._stopped)
            elif self._next is None or self._next > self._clock.now():
                await rest(self._clock, self._next, unless=self._changed)
            else:
                # News does not shorten the first breath: it is there to hold a runaway.
                await self._rest(self._breath, self._stopped)
                await self._rest(self._longer_breath(), self._changed)

    async def _round(self) -> None:
        """Afterwards `_next` is in the past if anything was due: then it is asked again."""
        due = await self._source.next_due()
        self._rounds_alike = self._rounds_alike + 1 if due == self._next else 0
        self._next = due
        now = self._clock.now()
        if due is not None and due <= now:
            await self._source.run_due(now)

    def _longer_breath(self) -> timedelta:
        """The same thing due again and again is under way, or fails and is paused for elsewhere."""
        return min(self._breath * (2.0 ** min(self._rounds_alike, 20) - 1), LONGEST_BREATH)

    async def _rest(self, length: timedelta, unless: asyncio.Event) -> None:
        await rest(self._clock, self._clock.now() + length, unless=unless)
