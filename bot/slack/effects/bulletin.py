"""An update in Slack: in a channel, to a person, or in the thread of the announcement; once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.response.effects import Order, Result
from bot.slack.effects.link import direct_channel
from bot.slack.effects.post import ExpectEcho, Said, in_the_room, mark_of
from bot.slack.gateway import Gateway

ANNOUNCEMENT = "announcement"
"""The effect in whose thread it stands."""


class Bulletin(Said):
    """`content["place"]` is the kind of destination, `content["to"]` the channel or person."""

    def __init__(
        self,
        gateway: Gateway,
        announced: Callable[[Order], Awaitable[str]],
        named: Callable[[str], Awaitable[str]],
        expect_echo: ExpectEcho,
    ) -> None:
        """`announced`: the incidents channel; `named`: the channel with this name or id."""

        async def place(order: Order) -> str:
            match order.content["place"]:
                case "room":
                    return await in_the_room(order)
                case "user":
                    return await direct_channel(gateway, order.content["to"])
                case "channel":
                    return await named(order.content["to"])
                case _:
                    root = order.results.get(ANNOUNCEMENT)
                    return root["channel"] if root else await announced(order)

        super().__init__(gateway, place, expect_echo)

    async def look_up(self, order: Order) -> Result | None:
        """History shows no replies: those are asked for with their root."""
        thread = _thread(order)
        if thread is None:
            return await super().look_up(order)
        channel = await self._place(order)
        pages = self._gateway.pages(
            "conversations.replies",
            "messages",
            channel=channel,
            ts=thread,
            include_all_metadata=True,
            limit=200,
        )
        async for message in pages:
            if mark_of(message) == order.effect.mark:
                return {"channel": channel, "ts": message["ts"]}
        return None

    async def _post(self, channel: str, order: Order) -> Any:
        thread = _thread(order)
        return await self._send(channel, order, **({"thread_ts": thread} if thread else {}))


def _thread(order: Order) -> str | None:
    if order.content["place"] != ANNOUNCEMENT or ANNOUNCEMENT not in order.results:
        return None
    return order.results[ANNOUNCEMENT]["ts"]
