"""A kind of effect: a look at the status page, whether it still shows an incident that is over."""

from __future__ import annotations

from datetime import datetime

from bot.incident.audience import StatuspagePage
from bot.outlets.http import Http
from bot.outlets.statuspage_api import WHAT, Page
from bot.response.effects import Order, Repeats, Result
from bot.response.ports import UnitOfWork
from bot.response.update_guard import Guard


class PageCheck:
    """`page_status` is empty when nothing is shown as open, or somebody has deleted it."""

    repeats = Repeats.SAME_AGAIN
    edited = False

    def __init__(self, guard: Guard, http: Http) -> None:
        self._guard = guard
        self._http = http

    async def deliver(self, order: Order) -> Result:
        place = self._guard.place(order, StatuspagePage)
        page = Page(self._http, str(place.api), place.page, self._guard.secret(place.key_from))
        async with self._http.together(WHAT):
            there = await page.read(order.content["page_incident"])
        return {"page_status": there.status if there and there.is_open else ""}

    async def look_up(self, order: Order) -> Result | None:
        """To look again changes nothing."""
        return None

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        """What was seen is the result."""
