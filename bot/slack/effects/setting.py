"""What is simply set, and may be set again: topic, purpose, pin."""

from __future__ import annotations

from datetime import datetime

from bot.response.effects import Order, Repeats, Result
from bot.response.outcomes import Refused
from bot.response.ports import UnitOfWork
from bot.slack.effects.inside import inside
from bot.slack.gateway import Gateway


class Set:
    repeats = Repeats.SAME_AGAIN
    edited = True

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    async def look_up(self, order: Order) -> Result | None:
        """Never needed: setting it again is as good."""
        return None

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        """That it is set is all there is to remember."""


class Topic(Set):
    async def deliver(self, order: Order) -> Result:
        channel = order.results["channel"]["channel"]
        topic = order.content["topic"]
        await inside(self._gateway, "conversations.setTopic", channel, topic=topic)
        return {}


class Purpose(Set):
    async def deliver(self, order: Order) -> Result:
        channel = order.results["channel"]["channel"]
        purpose = order.content["purpose"]
        await inside(self._gateway, "conversations.setPurpose", channel, purpose=purpose)
        return {}


class Pin(Set):
    """Pins the message whose `ts` is the content; a replaced card is pinned in its turn."""

    async def deliver(self, order: Order) -> Result:
        channel, ts = order.content["channel"], order.content["ts"]
        try:
            await inside(self._gateway, "pins.add", channel, timestamp=ts)
        except Refused as refused:
            if refused.why != "already_pinned":
                raise
        return {}
