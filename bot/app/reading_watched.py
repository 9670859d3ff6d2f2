"""When watched channels are read back: at the start, after a silence, and each hour."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from bot.incident.ids import ChannelId
from bot.response.outcomes import Busy, NotDone, Refused
from bot.response.ports import Clock
from bot.slack.pages import PACED
from bot.telemetry.logs import logger

EVERY = timedelta(hours=1)
PAUSE = timedelta(minutes=1)
"""Before what Slack did not answer is tried again."""

log = logger(__name__)


class ReadingWatched:
    """A source of due work: one watched channel after the other."""

    def __init__(
        self,
        clock: Clock,
        watched: Callable[[], Awaitable[Sequence[ChannelId]]],
        read: Callable[[ChannelId], Awaitable[None]],
    ) -> None:
        self._clock = clock
        self._watched = watched
        self._read = read
        self._left: list[ChannelId] = []
        self._round_at = self._not_before = clock.now()

    def at_once(self) -> None:
        """Something may not have been heard; to be followed by a `rescan`."""
        self._round_at = self._clock.now()

    async def next_due(self) -> datetime | None:
        return max(self._not_before, self._clock.now() if self._left else self._round_at)

    async def run_due(self, now: datetime) -> None:
        try:
            if now >= self._round_at:
                self._left = list(await self._watched())
                self._round_at = now + EVERY
            while self._left:
                await self._one(self._left[0])
                del self._left[0]
        except NotDone as failure:
            self._wait(failure, now)

    async def _one(self, channel: ChannelId) -> None:
        try:
            await self._read(channel)
        except Refused as refused:
            log.warning("a watched channel cannot be read", channel=channel, why=refused.why)

    def _wait(self, failure: NotDone, now: datetime) -> None:
        seconds = failure.retry_after if isinstance(failure, Busy) else None
        self._not_before = now + (PAUSE if seconds is None else timedelta(seconds=seconds))
        if failure.why != PACED:
            log.warning("reading back put off", what=failure.what, why=failure.why)
