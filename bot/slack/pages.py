"""What a channel shows, page by page, at a pace that leaves some of Slack's limits to others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.incident.ids import ChannelId, MessageTs, UserId
from bot.response.outcomes import Busy, Refused
from bot.response.ports import Clock
from bot.slack.effects.inside import inside
from bot.slack.gateway import Gateway

Shown = Mapping[str, Any]
PAGE = 200
MEMBERS = 999
PACED = "paced"


@dataclass(slots=True)
class Pace:
    """So many calls of each method at once, and then one each so many seconds: what reads back
    is in no hurry, and others need the same methods.
    """

    burst: int = 10
    every: float = 1.5
    _spent: dict[str, tuple[float, datetime]] = field(default_factory=dict)

    def take(self, method: str, now: datetime) -> None:
        """Raises Busy until half of the burst is there again."""
        spent, since = self._spent.get(method, (0.0, now))
        spent = max(0.0, spent - (now - since).total_seconds() / self.every)
        if spent > self.burst - 1:
            self._spent[method] = (spent, now)
            raise Busy(method, PACED, (spent - self.burst / 2) * self.every)
        self._spent[method] = (spent + 1, now)


@dataclass(frozen=True, slots=True)
class Page:
    """Newest first; `more`: older messages follow."""

    messages: Sequence[Shown]
    more: bool


@dataclass(slots=True)
class _Thread:
    """A thread that is being read; broken off, it goes on where it was."""

    asked_at: datetime
    messages: list[Shown] = field(default_factory=list)
    cursor: str = ""


class Pages:
    """Raises NotDone; whatever is asked again then goes on where it was broken off."""

    def __init__(self, gateway: Gateway, clock: Clock, pace: Pace) -> None:
        self._gateway = gateway
        self._clock = clock
        self._pace = pace
        self._threads: dict[tuple[ChannelId, MessageTs], _Thread] = {}

    async def members(self, channel: ChannelId) -> list[UserId]:
        pages = self._gateway.pages(
            "conversations.members", "members", channel=channel, limit=MEMBERS
        )
        return [UserId(member) async for member in pages]

    async def before(self, channel: ChannelId, latest: MessageTs | None) -> Page:
        """What was sent before that; None: the newest. A page may be empty though more follow."""
        cursor = ""
        while True:
            answer = await self._call(
                "conversations.history", channel, cursor, latest=latest, limit=PAGE
            )
            cursor = _next(answer)
            if answer["messages"] or not cursor:
                return Page(answer["messages"], bool(cursor))

    async def thread(self, channel: ChannelId, root: MessageTs) -> tuple[datetime, Sequence[Shown]]:
        """When reading it began, and all of it, its first message first."""
        place = (channel, root)
        thread = self._threads.setdefault(place, _Thread(self._clock.now()))
        while True:
            try:
                answer = await self._call(
                    "conversations.replies", channel, thread.cursor, ts=root, limit=PAGE
                )
            except Refused:
                del self._threads[place]
                raise
            thread.messages += answer["messages"]
            thread.cursor = _next(answer)
            if not thread.cursor:
                del self._threads[place]
                return thread.asked_at, _once(thread.messages)

    async def _call(self, method: str, channel: ChannelId, cursor: str, **arguments: Any) -> Shown:
        self._pace.take(method, self._clock.now())
        more = {"cursor": cursor} if cursor else {}
        answer: Shown = await inside(self._gateway, method, channel, **arguments, **more)
        return answer


def _next(answer: Shown) -> str:
    return str((answer.get("response_metadata") or {}).get("next_cursor") or "")


def _once(messages: Sequence[Shown]) -> Sequence[Shown]:
    """Each page of a thread begins with its first message again."""
    return list({str(message["ts"]): message for message in messages}.values())
