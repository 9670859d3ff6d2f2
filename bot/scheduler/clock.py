"""The real clock."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

LONGEST_SLEEP = 15.0
"""Seconds. A machine that was suspended, or whose clock was set, is noticed after these."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class SystemClock:
    """Implements `response.ports.Clock`."""

    def __init__(
        self,
        wall: Callable[[], datetime] = _utc_now,
        steady: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._wall = wall
        self._steady = steady
        self._sleep = sleep

    def now(self) -> datetime:
        return self._wall()

    async def sleep_until(self, when: datetime) -> None:
        """Until the clock shows `when`, or for as long as that seemed to take when it was asked.

        So a clock that is set back wakes its sleepers early instead of keeping them for hours.
        An early wake-up is harmless: whoever wakes looks at the clock again.
        """
        end = self._steady() + (when - self._wall()).total_seconds()
        while (left := self._left(when, end)) > 0:
            await self._sleep(min(left, LONGEST_SLEEP))

    def _left(self, when: datetime, end: float) -> float:
        return min((when - self._wall()).total_seconds(), end - self._steady())
