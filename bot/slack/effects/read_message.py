"""Reading the message that somebody has marked: what it says, whose it is, if it counts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from bot.alerts.post import post_of
from bot.incident.ids import ChannelId, MessageTs, SuggestionId
from bot.incident.masking import masker_of
from bot.incident.policy import Policy
from bot.incident.suggestion import Source
from bot.response.effects import Order, Repeats, Result
from bot.response.outcomes import Refused
from bot.response.ports import UnitOfWork
from bot.response.suggest import message_read, titled
from bot.slack.gateway import Gateway
from bot.slack.hearing import content_of
from bot.slack.watching import Watching
from bot.slack.words import plain_text

_OUT_OF_REACH = frozenset({"channel_not_found", "thread_not_found", "not_in_channel"})


class ReadMessage:
    """A kind of effect that changes nothing in Slack."""

    repeats = Repeats.SAME_AGAIN
    edited = False

    def __init__(
        self,
        gateway: Gateway,
        policy: Callable[[], Policy],
        watching: Watching,
        own: Collection[str],
    ) -> None:
        """`own`: the ids of the bot itself, of whose messages nobody is asked."""
        self._gateway = gateway
        self._policy = policy
        self._watching = watching
        self._own = frozenset(own)

    async def deliver(self, order: Order) -> Result:
        channel, ts = order.content["channel"], order.content["ts"]
        try:
            message = await self._found(channel, ts)
            if message is None or not await self._counts(channel, message):
                return {}
        except Refused as refused:
            if refused.why not in _OUT_OF_REACH:
                raise
            return {}
        source = source_of(channel, message)
        said = masker_of(self._policy().mask_patterns).mask(said_in(message)).text
        return {"source": source.model_dump_json(), "title": titled(said, source)}

    async def look_up(self, order: Order) -> Result | None:
        """Never needed: it can be read again."""
        return None

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        told = result.get("source")
        source = Source.model_validate_json(told) if told else None
        id = SuggestionId(order.about.id)
        await message_read(work, id, source, result.get("title", ""), now)

    async def _found(self, channel: str, ts: str) -> Mapping[str, Any] | None:
        answer = await self._gateway.call(
            "conversations.replies", channel=channel, ts=ts, oldest=ts, latest=ts, inclusive=True
        )
        messages = (one for one in answer["messages"] if one["ts"] == ts)
        return next(messages, None)

    async def _counts(self, channel: str, message: Mapping[str, Any]) -> bool:
        """Everything in a watched channel; elsewhere what another bot has said."""
        if {message.get("user"), message.get("bot_id")} & self._own:
            return False
        if message.get("bot_id"):
            return True
        return await self._watching.watches(ChannelId(channel))


def source_of(channel: str, message: Mapping[str, Any]) -> Source:
    ts, thread = str(message["ts"]), str(message.get("thread_ts") or "")
    bot = message.get("bot_profile") or {}
    return Source(
        channel=ChannelId(channel),
        ts=MessageTs(ts),
        thread=MessageTs(thread) if thread not in ("", ts) else None,
        by=str(message.get("user") or message.get("bot_id") or ""),
        by_name=str(message.get("username") or bot.get("name") or ""),
    )


def said_in(message: Mapping[str, Any]) -> str:
    """In words: of a bot's message its first title, wherever it stands."""
    post = post_of({"type": "message", "channel": "", **message, "thread_ts": ""}, ())
    if post is not None and post.title.plain:
        return post.title.plain
    content = content_of(message)
    said = plain_text(content.text)
    return said or next((file.name for file in content.files), "")
