"""Waits for the events of our own posts: what Slack shows but does not tell, we are deaf to."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 60.0
"""Seconds of real time, for this is about the transport."""


class Echoes:
    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._awaited: dict[tuple[str, str], float] = {}
        self._heard_early: set[tuple[str, str]] = set()

    def expect(self, channel: str, ts: str) -> None:
        """Direct messages send no events here, so none is waited for."""
        place = (channel, ts)
        if place in self._heard_early:
            self._heard_early.discard(place)
        elif not channel.startswith("D"):
            self._awaited[place] = self._seconds()

    def heard(self, channel: str, ts: str) -> None:
        """The event may well come before the answer to the call."""
        if self._awaited.pop((channel, ts), None) is None:
            self._heard_early.add((channel, ts))

    def overdue(self) -> bool:
        """Whether one has not come back in time; each is reported once."""
        now = self._seconds()
        late = [place for place, since in self._awaited.items() if now - since > PATIENCE]
        for place in late:
            del self._awaited[place]
        if not self._awaited:
            self._heard_early.clear()
        return bool(late)
