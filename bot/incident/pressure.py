"""What facts do to the part of the state that escalation needs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.incident import changes as c
from bot.incident import escalation_facts as e
from bot.incident.alert_facts import AlertAcknowledged
from bot.incident.ids import UserId
from bot.incident.lifecycle import OPEN, Status
from bot.incident.moments import Moment
from bot.incident.pages import Page, Pressure
from bot.incident.progress import is_progress
from bot.incident.roles import Role
from bot.incident.timeline import Declared

if TYPE_CHECKING:
    from bot.incident.incident import Incident
    from bot.incident.timeline import TimelineEntry


def pressure_after(incident: Incident, entry: TimelineEntry) -> Pressure:
    """`incident` as it was before this fact. Pure."""
    now, at = incident.pressure, entry.occurred_at
    if is_progress(entry):
        now = now.model_copy(update={"progress_at": max(at, now.progress_at or at)})
    match entry.fact:
        case Declared():
            return Pressure(since=at)
        case c.StatusChanged(before=before, after=after):
            return _with_status(incident, now, before, after, at)
        case c.SeverityChanged():
            return now.model_copy(update={"changed_at": at})
        case c.RoleTaken(automatic=False, user=user):
            now = _acknowledged(now, at)
            return _taken(now, user, at) if user == entry.by else now
        case c.MomentSet(moment=Moment.ACKNOWLEDGED, after=after):
            return now.model_copy(update={"acknowledged_at": after})
        case c.TookIn(on_it=others):
            known = dict.fromkeys((*now.on_it, *others))
            return now.model_copy(update={"on_it": tuple(known)})
        case _:
            return _escalated(now, entry)


def taken_up(incident: Incident, entry: TimelineEntry) -> dict[str, Any]:
    """It is acknowledged from then on, if it was not before."""
    match entry.fact:
        case e.PickedUp():
            known, at = incident.moments.acknowledged, entry.occurred_at
            if incident.status in OPEN and (known is None or at < known):
                return {"moments": incident.moments.noting(Moment.ACKNOWLEDGED, at)}
    return {}


def _escalated(now: Pressure, entry: TimelineEntry) -> Pressure:
    at = entry.occurred_at
    match entry.fact:
        case e.Paged(page=page, nobody=nobody):
            step = {page.cause.step: at} if page.cause else {}
            pages = now.pages if nobody else (*now.pages, page)
            return now.model_copy(update={"fired": {**now.fired, **step}, "pages": pages})
        case e.StepWaived(step=step):
            by = entry.by or UserId("")
            return now.model_copy(update={"waived": {**now.waived, step: by}})
        case e.PickedUp() as fact:
            return _picked_up(now, fact, at)
        case AlertAcknowledged(user=None):
            return _acknowledged(now, at)
    return now


def _picked_up(now: Pressure, fact: e.PickedUp, at: datetime) -> Pressure:
    """Somebody has taken the incident up, unless what they answered was about something else."""
    on_it = now.on_it if fact.user in now.on_it else (*now.on_it, fact.user)
    now = _acknowledged(now.model_copy(update={"on_it": on_it}), at)
    answered = now.page(fact.page) if fact.page else None
    chain = answered is None or answered.is_of_the_chain
    return _taken(now, fact.user, at, answered, chain=chain)


def _with_status(
    incident: Incident, now: Pressure, before: Status, after: Status, at: datetime
) -> Pressure:
    if after not in OPEN or after is Status.MONITORING:
        return _over(now, at)
    if before not in OPEN:
        return _again(incident, now, at)
    if before is Status.MONITORING:
        return now.model_copy(update={"changed_at": at})
    return now


def _again(incident: Incident, now: Pressure, at: datetime) -> Pressure:
    """It is open once more: the matrix counts from here, and whoever commands has taken it up."""
    holding = incident.roles.get(Role.IC)
    commanded = holding is not None and not holding.automatic
    return Pressure(
        since=at,
        round=now.round + 1,
        acknowledged_at=at if commanded else None,
        progress_at=now.progress_at,
        pages=now.pages,
    )


def _over(now: Pressure, at: datetime) -> Pressure:
    """Nobody is called any more, and what still rings somewhere is to be silenced there."""
    ended = tuple(
        page if page.ended_at else page.model_copy(update={"ended_at": at}) for page in now.pages
    )
    return now.model_copy(update={"pages": ended})


def _acknowledged(now: Pressure, at: datetime) -> Pressure:
    known = now.acknowledged_at
    return now.model_copy(update={"acknowledged_at": min(known, at) if known else at})


def _taken(
    now: Pressure, user: UserId, at: datetime, answered: Page | None = None, *, chain: bool = False
) -> Pressure:
    """The page that was answered and those that call the same person; `chain`: and the chain's."""

    def after(page: Page) -> Page:
        own = page == answered or user in page.users
        if page.is_open and (own or (chain and page.is_of_the_chain)):
            return page.model_copy(update={"taken_by": user, "taken_at": at})
        return page

    return now.model_copy(update={"pages": tuple(map(after, now.pages))})
