"""Slack's rate limits: how many calls a method takes before it asks the caller to wait."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

_POSTING = "chat.postMessage"


@dataclass(frozen=True)
class Allowance:
    """So many calls at once from a full bucket, which then fills at this rate."""

    burst: int
    per_second: float


def _per_minute(calls: int) -> Allowance:
    return Allowance(burst=calls, per_second=calls / 60)


POSTS_OF_A_CHANNEL = Allowance(burst=3, per_second=1.0)
TIERS = {
    "t1": _per_minute(1),
    "t2": _per_minute(20),
    "t3": _per_minute(50),
    "t4": _per_minute(100),
    "special": _per_minute(600),
}


class Bucket:
    """Fills while nobody looks; a refused call takes nothing out."""

    def __init__(self, allowance: Allowance, now: float) -> None:
        self._allowance = allowance
        self._level = float(allowance.burst)
        self._seen = now

    def wait(self, now: float) -> float:
        """Seconds until there is something to take; 0 when there is."""
        passed = max(0.0, now - self._seen)
        filled = self._level + passed * self._allowance.per_second
        self._level = min(float(self._allowance.burst), filled)
        self._seen = max(self._seen, now)
        missing = 1.0 - self._level
        # A clock counts in fractions that rarely add up to a whole call.
        return missing / self._allowance.per_second if missing > 1e-6 else 0.0

    def take(self) -> None:
        self._level -= 1.0


class Rates:
    """One bucket a method, and for posts one a channel as well."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._buckets: dict[tuple[str, str | None], Bucket] = {}

    def refuse(self, method: str, tier: str, channel: str | None) -> int | None:
        """None lets the call through; else the whole seconds for Retry-After."""
        now = self._clock()
        buckets = self._concerned(method, tier, channel, now)
        wait = max(bucket.wait(now) for bucket in buckets)
        if wait > 0:
            return max(1, math.ceil(wait - 1e-6))
        for bucket in buckets:
            bucket.take()
        return None

    def _concerned(self, method: str, tier: str, channel: str | None, now: float) -> list[Bucket]:
        buckets = [self._bucket((method, None), TIERS[tier], now)]
        if method == _POSTING and channel is not None:
            buckets.append(self._bucket((method, channel), POSTS_OF_A_CHANNEL, now))
        return buckets

    def _bucket(self, key: tuple[str, str | None], allowance: Allowance, now: float) -> Bucket:
        if key not in self._buckets:
            self._buckets[key] = Bucket(allowance, now)
        return self._buckets[key]
