"""Messages: posted once, marked so that a lost answer can be looked up, edited in place."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.incident.effect import Effect
from bot.response.effects import Order, Repeats, Result
from bot.response.outcomes import Gone, Refused
from bot.response.ports import UnitOfWork
from bot.slack.effects.inside import inside
from bot.slack.gateway import Gateway

MARK = "incident_effect"
SKEW = timedelta(seconds=60)
"""How far Slack's clock and ours may be apart."""

_NOT_THERE = frozenset({"user_not_in_channel", "is_archived", "channel_not_found"})

OUT_OF_REACH = frozenset({"channel_not_found", "is_inactive", "is_archived", "user_disabled"})
"""Of a direct message: the account was closed."""

Place = Callable[[Order], Awaitable[str]]
"""The channel in which a message belongs."""


ExpectEcho = Callable[[str, str], None]
"""Told channel and ts of each own post, so that its event can be waited for."""


class Message:
    """A kind of effect: one message in one place, following its newest content."""

    repeats = Repeats.LOOK_UP_FIRST
    edited = True

    def __init__(self, gateway: Gateway, place: Place, expect_echo: ExpectEcho) -> None:
        self._gateway = gateway
        self._place = place
        self._expect_echo = expect_echo

    async def deliver(self, order: Order) -> Result:
        if "ts" in order.effect.result:
            return await self._edit(order)
        channel = await self._place(order)
        sent = await self._post(channel, order)
        self._expect_echo(channel, sent["ts"])
        return {"channel": channel, "ts": sent["ts"]}

    async def look_up(self, order: Order) -> Result | None:
        channel = await self._place(order)
        async for message in messages_since(self._gateway, channel, order):
            if mark_of(message) == order.effect.mark:
                return {"channel": channel, "ts": message["ts"]}
        return None

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        """Where the message stands is all there is to remember, and that is the effect's result."""

    async def _post(self, channel: str, order: Order) -> Any:
        return await self._send(channel, order)

    async def _send(self, channel: str, order: Order, **more: str) -> Any:
        arguments = {"unfurl_links": False, "unfurl_media": False, **_content(order), **more}
        return await inside(self._gateway, "chat.postMessage", channel, **arguments)

    async def _edit(self, order: Order) -> Result:
        place = order.effect.result
        await self._gateway.call(
            "chat.update", channel=place["channel"], ts=place["ts"], **_content(order)
        )
        return {}


class Said(Message):
    """A message that is posted once and left as it is."""

    edited = False


class Strike:
    """An edit of what was said: once, and of nothing if it is gone."""

    repeats = Repeats.SAME_AGAIN
    edited = False

    def __init__(self, gateway: Gateway, out_of_reach: Collection[str] = ()) -> None:
        """`out_of_reach`: what Slack says where nobody can read it any more either."""
        self._gateway = gateway
        self._out_of_reach = out_of_reach

    async def deliver(self, order: Order) -> Result:
        content = order.content
        place = order.results[content["of"]]
        try:
            await self._gateway.call(
                "chat.update",
                channel=place["channel"],
                ts=place["ts"],
                text=content["text"],
                blocks=content["blocks"],
                parse="none",
                link_names=False,
            )
        except Gone as gone:
            return {"gone": gone.why}
        except Refused as refused:
            if refused.why not in self._out_of_reach:
                raise
            return {"gone": refused.why}
        return {}

    async def look_up(self, order: Order) -> Result | None:
        """The same edit again changes nothing."""
        return None

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        """That it was edited is all there is to remember."""


class Whisper:
    """Seen by one person in the channel. It cannot be looked up, so it is said at most twice."""

    repeats = Repeats.AT_MOST_ONCE_MORE
    edited = False

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    async def deliver(self, order: Order) -> Result:
        """Whoever has left meanwhile needs it no longer."""
        content = order.content
        try:
            await inside(
                self._gateway,
                "chat.postEphemeral",
                await in_the_room(order),
                user=content["user"],
                text=content["text"],
                blocks=content["blocks"],
            )
        except Refused as refused:
            if refused.why not in _NOT_THERE:
                raise
            return {"unheard": refused.why}
        return {}

    async def look_up(self, order: Order) -> Result | None:
        """What only one person sees cannot be looked up."""
        return None

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        """That it was said is all there is to remember."""


def messages_since(gateway: Gateway, channel: str, order: Order) -> AsyncIterator[Any]:
    """What has been said there since this was tried first."""
    return gateway.pages(
        "conversations.history",
        "messages",
        channel=channel,
        oldest=f"{(order.begun_at - SKEW).timestamp():.6f}",
        include_all_metadata=True,
        limit=200,
    )


def _content(order: Order) -> dict[str, Any]:
    return {
        "text": order.content["text"],
        "blocks": order.content["blocks"],
        "metadata": marked(order.effect),
        "parse": "none",
        "link_names": False,
    }


def marked(effect: Effect) -> dict[str, Any]:
    return {"event_type": MARK, "event_payload": {"id": effect.mark}}


def mark_of(message: Mapping[str, Any]) -> str | None:
    """The mark that a message of ours carries."""
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != MARK:
        return None
    return str((metadata.get("event_payload") or {}).get("id"))


async def in_the_room(order: Order) -> str:
    return order.results["channel"]["channel"]
