"""Taking a page up, calling a step off, and paging somebody by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.incident.escalation import SHIPPED_WAYS, Way
from bot.incident.escalation_facts import Paged, PickedUp, StepWaived
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.lifecycle import Status
from bot.incident.merging import require_apart
from bot.incident.pages import Page, PageId
from bot.incident.paging_errors import (
    AllHere,
    ItIsOver,
    NobodyToCall,
    NoSuchStep,
    NotAllowedToSee,
    PagesNobody,
)
from bot.incident.timeline import Fact
from bot.response.calling import Called, those_allowed, those_here
from bot.response.change import Changed, Request, change
from bot.response.firing import new_page
from bot.response.join import let_in
from bot.response.ports import Desk, UnitOfWork

BY_HAND = (*SHIPPED_WAYS, Way.MENTION)


async def pick_up(desk: Desk, request: Request, page: PageId) -> Changed:
    """*On it*: whoever presses it is let in, and what calls others for the same is over."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        answered = incident.pressure.page(page)
        if answered is not None and answered.taken_by == request.by:
            return ()
        if incident.is_open and _may_come(incident, answered, request.by):
            await let_in(work, incident, request.by)
        return [PickedUp(user=request.by, page=page)] if incident.is_open else ()

    return await change(desk, request, decide)


async def waive(desk: Desk, request: Request, step: str) -> Changed:
    """*Not needed*. Raises NoSuchStep for one whose time has come, or that was called off."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        pressure = incident.pressure
        known = {one.key for one in desk.policy().escalation.steps}
        if step in pressure.fired or step in pressure.waived or step not in known:
            raise NoSuchStep(incident.reference)
        return [StepWaived(step=step)]

    return await change(desk, request, decide)


async def page(
    desk: Desk, request: Request, who: str, called: Called, why: str, *, anyway: bool = False
) -> Changed:
    """`who`: the word for them. `anyway`: also those who are known to be there already."""
    if not desk.policy().pages_people:
        raise PagesNobody()

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        require_apart(incident)
        if not incident.is_open:
            raise ItIsOver(incident.reference)
        to_call = await _to_call(work, incident, called, anyway=anyway)
        made = new_page(
            incident,
            to_call,
            desk.policy(),
            BY_HAND,
            at=now,
            who=who,
            by=request.by,
            why=why,
        )
        _require_way(made, who)
        return [Paged(page=made)]

    return await change(desk, request, decide)


async def _to_call(work: UnitOfWork, incident: Incident, called: Called, *, anyway: bool) -> Called:
    people = called.people
    if incident.private:
        allowed = await those_allowed(work, incident)
        people = tuple(one for one in people if one.user in allowed)
        if not people:
            raise NotAllowedToSee(incident.reference)
        called = Called(people)
    here = frozenset() if anyway else await those_here(work, incident)
    absent = [one for one in people if one.user not in here]
    if people and not absent:
        raise AllHere(incident.reference)
    return called.of(absent)


def _require_way(page: Page, who: str) -> None:
    """Somebody who cannot be reached at all is not silently paged."""
    if not page.ways:
        raise NobodyToCall(", ".join(one.name for one in page.people) or who)


def _may_come(incident: Incident, answered: Page | None, user: UserId) -> bool:
    """A private incident lets in only those it has called."""
    if not incident.private:
        return incident.status is not Status.MERGED
    return answered is not None and user in answered.users
