"""An incident's channel that was there before it: the bot joins it, and makes none."""

from __future__ import annotations

from datetime import datetime

from bot.response.effects import Order, Repeats, Result
from bot.response.ports import UnitOfWork
from bot.slack.gateway import Gateway


class Adopted:
    """Of a private one the bot is a member already: somebody has invited it."""

    repeats = Repeats.SAME_AGAIN
    edited = False

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    async def deliver(self, order: Order) -> Result:
        channel = str(order.content["channel"])
        if not order.content["private"]:
            await self._gateway.call("conversations.join", channel=channel)
        return {"channel": channel, "name": str(order.content["name"])}

    async def look_up(self, order: Order) -> Result | None:
        """Never needed: joining again changes nothing."""
        return None

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        """Which channel it is was written down with the adoption."""
