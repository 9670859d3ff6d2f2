"""Taking back a message of our own that something else has replaced."""

from __future__ import annotations

from datetime import datetime

from bot.response.effects import Order, Repeats, Result
from bot.response.outcomes import Gone, Refused
from bot.response.ports import UnitOfWork
from bot.slack.gateway import Gateway

_NOT_THERE = frozenset({"channel_not_found", "is_archived", "is_inactive"})


class Removal:
    """Deletes the message whose channel and `ts` are the content; gone is gone."""

    repeats = Repeats.SAME_AGAIN
    edited = False

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    async def deliver(self, order: Order) -> Result:
        channel, ts = order.content["channel"], order.content["ts"]
        try:
            await self._gateway.call("chat.delete", channel=channel, ts=ts)
        except Gone:
            return {"gone": "already"}
        except Refused as refused:
            if refused.why not in _NOT_THERE:
                raise
            return {"gone": refused.why}
        return {}

    async def look_up(self, order: Order) -> Result | None:
        """Deleting again tells as well."""
        return None

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        """That it is gone is all there is to remember."""
