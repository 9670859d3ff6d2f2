"""Updates that go out by themselves: what nobody has sent in time, and that it was called off."""

from __future__ import annotations

from datetime import datetime

from bot.incident.cadence import Due, dues
from bot.incident.composing import Wish
from bot.incident.updates_facts import UpdateSent
from bot.response.change import record
from bot.response.effects import Order, Repeats, Result
from bot.response.ports import UnitOfWork
from bot.response.update_sending import Pen, deliver, new_id

BY_ITSELF = "auto:"
"""Keys: `auto:<audience>:<when it was due>`."""


def key_of(due: Due) -> str:
    return f"{BY_ITSELF}{due.audience.key}:{int(due.at.timestamp())}"


class ByItself:
    """A kind of effect that touches nothing but the ledger: done and written at once."""

    repeats = Repeats.SAME_AGAIN
    edited = False

    def __init__(self, pen: Pen) -> None:
        self._pen = pen

    async def deliver(self, order: Order) -> Result:
        return {}

    async def look_up(self, order: Order) -> Result | None:
        """Nothing was done outside, so it is simply done."""
        return {}

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        """Somebody may have sent it in the last moment: then nothing is due any more."""
        incident = await work.incidents.get(order.incident.id)
        due = next(
            (one for one in dues(incident, self._pen.policy()) if key_of(one) == order.effect.key),
            None,
        )
        if due is None or not due.by_itself:
            return
        id, wish = new_id(), Wish(no_change=True)
        composed = await deliver(self._pen, work, incident, id, wish, [due.audience], now)
        told = tuple(one.telling for one in composed)
        await record(work, incident.id, [UpdateSent(id=id, to=told)], now)
