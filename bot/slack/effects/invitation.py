"""Letting in one person who asked to join."""

from __future__ import annotations

from bot.response.effects import Order, Result
from bot.slack.effects.members import Members


class Invitation(Members):
    """Unlike the first invitation it may be wanted again: who left can come back."""

    edited = False

    async def deliver(self, order: Order) -> Result:
        channel = order.results["channel"]["channel"]
        return await self._invite_all(channel, [order.content["user"]], [])
