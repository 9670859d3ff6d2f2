"""What other bots posted in watched channels while this one did not hear: read back, and taken in.

Whatever was taken before is taken once: a message that is read again has the id that it had.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.incident.gap import ON_ITS_WAY
from bot.incident.ids import ChannelId, MessageTs
from bot.incident.read_back import ReadBack
from bot.response.ports import Desk, LedgerDown
from bot.slack.pages import Pages, Shown
from bot.telemetry.logs import logger

LONGEST = timedelta(days=6)
"""What was posted before that is not read: which messages were taken is known for a week."""

Hear = Callable[[Mapping[str, Any]], Awaitable[None]]

log = logger(__name__)


@dataclass(slots=True)
class _Reading:
    """Broken off, it goes on where it was."""

    asked_at: datetime
    posts: list[Shown] = field(default_factory=list)
    latest: MessageTs | None = None
    more: bool = True


class WatchedHistory:
    def __init__(self, desk: Desk, pages: Pages, hear: Hear) -> None:
        """`hear`: what is done with an event that Slack sends when something is posted."""
        self._desk = desk
        self._pages = pages
        self._hear = hear
        self._readings: dict[ChannelId, _Reading] = {}

    async def read(self, channel: ChannelId) -> None:
        """Raises NotDone, and can then simply be called again."""
        now = self._desk.clock.now()
        async with self._desk.ledger.look() as work:
            known = await work.read_backs.get(channel, whole=False)
            watch = await work.watches.get(channel)
        since = known.complete_at or (watch.at if watch else now)
        since = max(since - ON_ITS_WAY, now - LONGEST)
        reading = self._readings.setdefault(channel, _Reading(now))
        while reading.more:
            await self._page(channel, reading, since)
        await self._take_in(channel, reading, since)
        del self._readings[channel]
        done = ReadBack(channel=channel, whole=False, complete_at=reading.asked_at)
        async with self._desk.ledger.work() as work:
            await work.read_backs.put(done)

    async def _page(self, channel: ChannelId, reading: _Reading, since: datetime) -> None:
        page = await self._pages.before(channel, reading.latest)
        reading.posts += (one for one in page.messages if one.get("bot_id"))
        reading.more = page.more and bool(page.messages)
        if page.messages:
            reading.latest = MessageTs(str(page.messages[-1]["ts"]))
            reading.more = reading.more and float(reading.latest) > since.timestamp()

    async def _take_in(self, channel: ChannelId, reading: _Reading, since: datetime) -> None:
        """The oldest first. One that nobody can read keeps none of the others."""
        newest_last = reversed(reading.posts)
        events = [event for post in newest_last for event in _events(channel, post, since)]
        ends = await asyncio.gather(*map(self._hear, events), return_exceptions=True)
        for event, end in zip(events, ends, strict=True):
            if isinstance(end, LedgerDown):
                raise end
            if isinstance(end, Exception):
                ts = event["ts"]
                log.error("a post could not be read back", channel=channel, ts=ts, exc_info=end)


def _events(channel: ChannelId, post: Shown, since: datetime) -> Iterator[Mapping[str, Any]]:
    """As Slack would have told of it: that it was posted, and that it was edited."""
    if float(post["ts"]) > since.timestamp():
        yield {**post, "type": "message", "channel": channel}
    edited = (post.get("edited") or {}).get("ts")
    if edited is not None and float(edited) > since.timestamp():
        told = {"type": "message", "subtype": "message_changed", "channel": channel}
        yield {**told, "ts": str(edited), "message": post}
