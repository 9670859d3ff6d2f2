"""How much a sender may send: so many requests a minute, a tenth of them at once."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

BURST = 6.0
"""Seconds' worth of requests that may come at once."""


class Limit:
    def __init__(self, per_minute: int, now: Callable[[], float] = time.monotonic) -> None:
        self._rate = per_minute / 60
        self._most = max(1.0, self._rate * BURST)
        self._now = now
        self._left: dict[str, tuple[float, float]] = {}

    def pause(self, sender: str) -> int:
        """0: it may go on. Else in how many seconds it should come again."""
        now = self._now()
        left, at = self._left.get(sender, (self._most, now))
        left = min(self._most, left + (now - at) * self._rate)
        if left >= 1:
            self._left[sender] = (left - 1, now)
            return 0
        self._left[sender] = (left, now)
        return max(1, math.ceil((1 - left) / self._rate))
