"""The card of a suggestion, and what is said about it: under the message, or in a channel."""

from __future__ import annotations

from typing import Any

from bot.response.effects import Order, Result
from bot.response.outcomes import Refused
from bot.slack.effects.inside import inside
from bot.slack.effects.post import SKEW, ExpectEcho, Message, Whisper, mark_of
from bot.slack.gateway import Gateway
from bot.slack.incidents_channel import IncidentsChannel

_NOT_THERE = frozenset({"user_not_in_channel", "is_archived", "channel_not_found"})


class Prompt(Message):
    """`channel` of its content: a name or an ID; `thread`: the message it stands under, if any."""

    def __init__(
        self, gateway: Gateway, channels: IncidentsChannel, expect_echo: ExpectEcho
    ) -> None:
        async def place(order: Order) -> str:
            if order.effect.error is not None:
                channels.forget()
            return await channels.named(order.content["channel"])

        super().__init__(gateway, place, expect_echo)

    async def look_up(self, order: Order) -> Result | None:
        thread = order.content["thread"]
        if not thread:
            return await super().look_up(order)
        channel = await self._place(order)
        pages = self._gateway.pages(
            "conversations.replies",
            "messages",
            channel=channel,
            ts=thread,
            oldest=f"{(order.begun_at - SKEW).timestamp():.6f}",
            include_all_metadata=True,
            limit=200,
        )
        async for message in pages:
            if mark_of(message) == order.effect.mark:
                return {"channel": channel, "ts": message["ts"]}
        return None

    async def _post(self, channel: str, order: Order) -> Any:
        thread = order.content["thread"]
        more = {"thread_ts": thread} if thread else {}
        return await self._send(channel, order, **more)


class PromptWhisper(Whisper):
    """To one person who has marked a message about which others ask already."""

    async def deliver(self, order: Order) -> Result:
        content = order.content
        about = {name: content[name] for name in ("user", "text", "blocks")}
        if content["thread"]:
            about["thread_ts"] = content["thread"]
        try:
            await inside(self._gateway, "chat.postEphemeral", content["channel"], **about)
        except Refused as refused:
            if refused.why not in _NOT_THERE:
                raise
            return {"unheard": refused.why}
        return {}
