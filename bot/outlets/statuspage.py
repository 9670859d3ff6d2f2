"""A kind of effect: an update on a status page, looked up there before it is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.incident.audience import StatuspagePage
from bot.incident.incident import Incident
from bot.incident.lifecycle import OPEN, Status
from bot.incident.policy import Policy
from bot.incident.text import shortened
from bot.outlets.http import Http
from bot.outlets.statuspage_api import WHAT, Page, PageIncident
from bot.response.effects import Order, Repeats, Result
from bot.response.ports import UnitOfWork
from bot.response.update_delivery import forget_words
from bot.response.update_guard import Guard, before

LONGEST_NAME = 255
LONGEST_BODY = 25_000
_WORSE = ("major_outage", "partial_outage")
_ELSE = "degraded_performance"
_FINE = "operational"


class OnStatuspage:
    repeats = Repeats.LOOK_UP_FIRST
    edited = False

    def __init__(self, guard: Guard, http: Http) -> None:
        self._guard = guard
        self._http = http

    async def deliver(self, order: Order) -> Result:
        """Also when it was repaired: what the page shows already is not said again."""
        place = self._guard.place(order, StatuspagePage)
        words = _words(order.content, order.incident, place, self._guard.policy())
        page = self._page(place)
        async with self._http.together(WHAT):
            there = await self._written(page, order, words)
        return self._result(order, there)

    async def look_up(self, order: Order) -> Result | None:
        page = self._page(self._guard.place(order, StatuspagePage))
        async with self._http.together(WHAT):
            there = await self._there(page, order)
        if there is None or order.effect.id not in there.seen:
            return None
        return self._result(order, there)

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        await forget_words(work, order.effect)

    async def _written(self, page: Page, order: Order, words: dict[str, Any]) -> PageIncident:
        there, update = await self._there(page, order), order.effect.id
        if there is None:
            name = shortened(order.content["title"], LONGEST_NAME)
            return await page.open(mark_of(order), update, {"name": name, **words})
        if update in there.seen:
            return there
        return await page.add(there, mark_of(order), update, words)

    async def _there(self, page: Page, order: Order) -> PageIncident | None:
        """One that somebody deleted is opened anew."""
        known = before(order, "page_incident")
        found = await page.read(known) if known else None
        return found or await page.marked(mark_of(order))

    def _page(self, place: StatuspagePage) -> Page:
        return Page(self._http, str(place.api), place.page, self._guard.secret(place.key_from))

    def _result(self, order: Order, there: PageIncident) -> Result:
        return {
            "nth": order.content["nth"],
            "page_incident": there.id,
            "page_status": there.status,
        }


def mark_of(order: Order) -> str:
    """One incident on the page for each audience that is told there."""
    return f"{order.incident.id} {order.content['audience']}"


def _words(
    said: Mapping[str, str], incident: Incident, place: StatuspagePage, policy: Policy
) -> dict[str, Any]:
    status = page_status(Status(said["status"]))
    words: dict[str, Any] = {
        "status": status,
        "body": shortened(said["plain"], LONGEST_BODY),
        "deliver_notifications": place.notify,
    }
    shown = [one.id for one in place.components if _is_affected(one.services, incident)]
    if shown:
        level = _FINE if status == "resolved" else component_status(incident, policy)
        words |= {"component_ids": shown, "components": dict.fromkeys(shown, level)}
    return words


def page_status(status: Status) -> str:
    """The page has no words for the other ends."""
    return status.value if status in OPEN else "resolved"


def component_status(incident: Incident, policy: Policy) -> str:
    level = policy.severities.get(incident.severity)
    rank = level.rank if level else len(_WORSE) + 1
    return _WORSE[rank - 1] if rank <= len(_WORSE) else _ELSE


def _is_affected(services: tuple[str, ...], incident: Incident) -> bool:
    return not services or incident.service in services
