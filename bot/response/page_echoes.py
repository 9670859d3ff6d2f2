"""A page of ours that somebody took up where it was sent to: as good as *On it*."""

from __future__ import annotations

from datetime import datetime

from bot.incident.alert import Echo
from bot.incident.escalation_facts import PickedUp
from bot.incident.gathering import FORGOTTEN_AFTER
from bot.incident.ids import IncidentId, UserId
from bot.incident.pages import Page
from bot.incident.suggestion import Suggestion
from bot.response.alert_entries import person_known
from bot.response.alert_taken import Taken
from bot.response.change import record
from bot.response.ports import Desk, UnitOfWork
from bot.response.suggest import awake


class FollowEchoes:
    """For the intake, in its transaction."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def __call__(self, work: UnitOfWork, taken: Taken, now: datetime) -> set[IncidentId]:
        woken = [await self._pick_up(work, echo, now) for echo in taken.echoes]
        return {one for one in woken if one is not None}

    async def _pick_up(self, work: UnitOfWork, echo: Echo, now: datetime) -> IncidentId | None:
        """None where that says nothing new, or nothing about anybody who is known here."""
        if await self._of_suggestion(work, echo, now):
            return None
        for incident in await work.incidents.still_open():
            page = incident.pressure.page(echo.page)
            if page is None:
                continue
            user = await self._who(work, echo, page)
            if user is None or page.taken_by is not None:
                return None
            fact = PickedUp(user=user, page=page.id, source="page")
            await record(work, incident.id, [fact], now, at=min(echo.at or now, now))
            return incident.id
        return None

    async def _of_suggestion(self, work: UnitOfWork, echo: Echo, now: datetime) -> bool:
        """Whether it was one of those that go out because nobody decides."""
        for suggestion in await work.suggestions.current(now - FORGOTTEN_AFTER):
            page = next((one for one in suggestion.pages if one.id == echo.page), None)
            if page is None:
                continue
            if page.is_open:
                by = await self._who(work, echo, page)
                after = _taken_up(suggestion, page, min(echo.at or now, now), by)
                await work.suggestions.put(awake(after, now))
            return True
        return False

    async def _who(self, work: UnitOfWork, echo: Echo, page: Page) -> UserId | None:
        """As the sender calls them; else it was the only one whom it called."""
        called = {one.user for one in page.people if echo.by in (one.name, one.email)}
        known = called or {await person_known(work, echo.by or "", self._desk.policy())}
        named = known - {None} or set(page.users)
        return next(iter(named)) if len(named) == 1 else None


def _taken_up(suggestion: Suggestion, page: Page, at: datetime, by: UserId | None) -> Suggestion:
    """Whoever was called has said so: nobody else is called. `by`: None if nobody knows them."""
    taken = page.model_copy(update={"taken_at": at, "taken_by": by})
    pages = tuple(taken if one.id == page.id else one for one in suggestion.pages)
    return suggestion.model_copy(update={"pages": pages})
