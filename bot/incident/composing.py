"""What an update says to one audience: its moment, its facts, and the promise that it makes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.incident.audience import Audience
from bot.incident.cadence import dues, next_after, pace
from bot.incident.incident import Incident
from bot.incident.lifecycle import Status
from bot.incident.policy import Policy
from bot.incident.reach import hears_at_once
from bot.incident.update_contents import Around, contents
from bot.incident.update_words import UpdateFacts, UpdateMoment
from bot.incident.updates import Letter, Told
from bot.incident.updates_facts import Telling

LATE_FROM = timedelta(minutes=1)
_ENDS = {
    Status.RESOLVED: UpdateMoment.RESOLVED,
    Status.CLOSED: UpdateMoment.RESOLVED,
    Status.CANCELLED: UpdateMoment.CANCELLED,
    Status.MERGED: UpdateMoment.CANCELLED,
}
_TURNS = {Status.IDENTIFIED: UpdateMoment.IDENTIFIED, Status.MONITORING: UpdateMoment.MONITORING}
_OWNED = (UpdateMoment.UPDATE, UpdateMoment.HOLDING, UpdateMoment.IDENTIFIED)
"""In their place it is said that the update comes late."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What whoever sends an update has to say, beside what is known anyway."""

    letter: Letter = field(default_factory=Letter)
    next_at: datetime | None = None
    """When the next one comes; None: as usual."""
    no_change: bool = False
    slower: bool = False


@dataclass(frozen=True, slots=True)
class Composed:
    audience: Audience
    facts: UpdateFacts
    telling: Telling

    @property
    def moment(self) -> UpdateMoment:
        return self.telling.moment


def compose(
    incident: Incident, audience: Audience, policy: Policy, wish: Wish, around: Around
) -> Composed:
    telling = _telling(incident, audience, policy, wish, around.now)
    letter = wish.letter.after(incident.updates.of(audience.key).letter)
    facts = contents(
        incident, audience, policy, around, letter=letter, telling=telling, slower=wish.slower
    )
    return Composed(audience, facts, telling)


def slower_pace(incident: Incident, audience: str, policy: Policy) -> timedelta | None:
    every = pace(incident, audience, policy)
    return 2 * every if every else None


def _telling(
    incident: Incident, audience: Audience, policy: Policy, wish: Wish, now: datetime
) -> Telling:
    found = next((due for due in dues(incident, policy) if due.audience.key == audience.key), None)
    due = found.at if found and found.at <= now else None
    told = incident.updates.of(audience.key)
    promised = told.promised_at
    if promised is None and hears_at_once(incident, audience, policy) and incident.is_open:
        promised = found.at if found else None
    every = slower_pace(incident, audience.key, policy) if wish.slower else None
    return Telling(
        audience=audience.key,
        moment=_moment(incident, told, policy, audience, wish, _late(promised, now)),
        due=due,
        promised=promised,
        next_at=_next(incident, audience.key, policy, wish, now, every),
        every=every,
    )


def _next(
    incident: Incident,
    audience: str,
    policy: Policy,
    wish: Wish,
    now: datetime,
    every: timedelta | None,
) -> datetime | None:
    if not incident.is_open:
        return None
    if wish.next_at is not None:
        return wish.next_at
    if every is not None:
        return (now + every).replace(second=0, microsecond=0)
    return next_after(incident, audience, policy, now)


def _late(promised: datetime | None, now: datetime) -> bool:
    return promised is not None and now - promised >= LATE_FROM


def _moment(
    incident: Incident, told: Told, policy: Policy, audience: Audience, wish: Wish, late: bool
) -> UpdateMoment:
    if incident.status in _ENDS:
        return _ENDS[incident.status]
    knows = told.at is not None or hears_at_once(incident, audience, policy)
    if not knows:
        return UpdateMoment.INITIAL
    moment = _turn(incident, told) or (
        UpdateMoment.HOLDING if wish.no_change else UpdateMoment.UPDATE
    )
    return UpdateMoment.LATE if late and moment in _OWNED else moment


def _turn(incident: Incident, told: Told) -> UpdateMoment | None:
    """What has become different since this audience was told last."""
    before = told.status or Status.INVESTIGATING
    if incident.status is not before and incident.status in _TURNS:
        return _TURNS[incident.status]
    changed = incident.updates.severity_at
    if changed and (told.at is None or changed > told.at) and told.severity != incident.severity:
        return UpdateMoment.SEVERITY_CHANGED
    return UpdateMoment.UPDATE if incident.status is not before else None
