"""Checklists: what is easily forgotten in each phase, and what the bot can see done by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from bot.incident.incident import Incident
from bot.incident.lifecycle import Status
from bot.incident.moments import Moment
from bot.incident.roles import SHIPPED_ROLES, Role

LOWEST_RANK = 9
NEXT = 3
"""So many open items stand on the card."""
LATE_SHOWN = 2
"""So many of them at most are late ones of any phase; the present phase keeps a place."""


class Phase(StrEnum):
    """In the order in which they come; they have the names of what is to be done."""

    DECLARE = "declare"
    ORGANISE = "organise"
    INVESTIGATE = "investigate"
    MITIGATE = "mitigate"
    MONITOR = "monitor"
    RESOLVE = "resolve"
    AFTER = "after"


_BEFORE = (Phase.DECLARE, Phase.ORGANISE, Phase.INVESTIGATE, Phase.MITIGATE)
"""The phases before the mitigation: what is late in them stays on the card until then."""
_AFTERWARDS = (Phase.RESOLVE, Phase.AFTER)
_BEGINNINGS = ((timedelta(minutes=10), Phase.INVESTIGATE), (timedelta(minutes=5), Phase.ORGANISE))
_RESOLVING = timedelta(hours=1)
"""So long after the end the last messages and moments come first, then the post-mortem."""


class Sight(StrEnum):
    """What the bot can see by itself; an item with a sight ticks itself."""

    IC = "ic"
    ROLES = "roles"
    ROOM = "room"
    ACKNOWLEDGED = "acknowledged"
    SERVICE = "service"
    STARTED = "started"
    IMPACT = "impact"
    DECIDED = "decided"
    MITIGATED = "mitigated"
    RESOLVED = "resolved"
    MOMENTS = "moments"
    DURATION = "duration"
    LASTING = "lasting"
    CLOSED = "closed"
    ARCHIVED = "archived"


_MOMENTS = (Moment.STARTED, Moment.DETECTED, Moment.MITIGATED, Moment.RESOLVED)
_SEEN: Mapping[Sight, Callable[[Incident], bool]] = {
    Sight.IC: lambda i: i.holder(Role.IC) is not None,
    Sight.ROLES: lambda i: all(i.holder(role) for role in SHIPPED_ROLES),
    Sight.ROOM: lambda i: i.channel is not None,
    Sight.ACKNOWLEDGED: lambda i: i.moments.acknowledged is not None,
    Sight.SERVICE: lambda i: i.service is not None,
    Sight.STARTED: lambda i: i.moments.started is not None,
    Sight.IMPACT: lambda i: bool(i.impact),
    Sight.DECIDED: lambda i: bool(i.way),
    Sight.MITIGATED: lambda i: i.moments.mitigated is not None,
    Sight.RESOLVED: lambda i: i.moments.resolved is not None,
    Sight.MOMENTS: lambda i: all(i.moments.at(moment) for moment in _MOMENTS),
    Sight.DURATION: lambda i: i.moments.between(Moment.STARTED, Moment.RESOLVED) is not None,
    Sight.LASTING: lambda i: bool(i.lasting),
    Sight.CLOSED: lambda i: i.status is Status.CLOSED,
    Sight.ARCHIVED: lambda i: i.archived,
}


class Item(BaseModel):
    """Something to be done in a phase. `key` is what a tick is stored under."""

    model_config = ConfigDict(frozen=True)

    key: str
    phase: Phase
    message: str = ""
    """Of a shipped one: it is said in the reader's language."""
    text: Mapping[str, str] = Field(default_factory=dict)
    """Of a team's own, by language."""
    after: timedelta | None = None
    """Late from then on: since declared, in the last two phases since resolved."""
    down_to: int = LOWEST_RANK
    """For so many of the highest severities."""
    sight: Sight | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """An item of one incident, as things stand."""

    number: int
    item: Item
    seen: bool
    """The bot sees that it is done."""
    ticked: bool
    """Somebody has said so."""
    due_at: datetime | None

    @property
    def done(self) -> bool:
        return self.seen or self.ticked

    def is_late(self, now: datetime) -> bool:
        return not self.done and self.due_at is not None and self.due_at <= now


def standing(incident: Incident, items: Sequence[Item], rank: int) -> tuple[Standing, ...]:
    """The items that apply to an incident of a severity of this rank, numbered from 1."""
    asked = (item for item in items if rank <= item.down_to)
    return tuple(_standing(incident, item, n) for n, item in enumerate(asked, start=1))


def _standing(incident: Incident, item: Item, number: int) -> Standing:
    seen = item.sight is not None and _SEEN[item.sight](incident)
    return Standing(number, item, seen, item.key in incident.ticks, _due_at(incident, item))


def _due_at(incident: Incident, item: Item) -> datetime | None:
    since = incident.declared_at
    if item.phase in _AFTERWARDS:
        since = incident.moments.resolved or incident.ended_at or since
    return since + item.after if item.after is not None else None


def phase_of(incident: Incident, now: datetime) -> Phase | None:
    """By its status, and how long it has that; None for one that came to nothing here."""
    match incident.status:
        case Status.INVESTIGATING:
            age = now - incident.declared_at
            begun = (phase for since, phase in _BEGINNINGS if age >= since)
            return next(begun, Phase.DECLARE)
        case Status.IDENTIFIED:
            return Phase.MITIGATE
        case Status.MONITORING:
            return Phase.MONITOR
        case Status.RESOLVED:
            resolved = incident.moments.resolved or now
            return Phase.RESOLVE if now - resolved < _RESOLVING else Phase.AFTER
        case Status.CLOSED:
            return Phase.AFTER
    return None


def of_phase(found: Sequence[Standing], phase: Phase) -> list[Standing]:
    return [one for one in found if one.item.phase is phase]


def next_open(found: Sequence[Standing], phase: Phase, now: datetime) -> list[Standing]:
    """For the card: what is late, the latest to fall due first, then what comes next."""
    late = sorted(_late(found, phase, now), key=lambda one: one.due_at or now, reverse=True)
    shown = late[:LATE_SHOWN]
    rest = [one for one in of_phase(found, phase) if not one.done and one not in shown]
    return [*shown, *rest][:NEXT]


def _late(found: Sequence[Standing], phase: Phase, now: datetime) -> Iterator[Standing]:
    shown = _BEFORE if phase in _BEFORE else (phase,)
    yield from (one for one in found if one.item.phase in shown and one.is_late(now))


def changes_at(incident: Incident, found: Sequence[Standing], now: datetime) -> Iterator[datetime]:
    """When the card's checklist will look different by itself: an item late, the next phase."""
    phase = phase_of(incident, now)
    if phase is None or incident.archived:
        return
    yield from (one.due_at for one in found if not one.done and one.due_at and one.due_at > now)
    if incident.status is Status.INVESTIGATING:
        begins = (incident.declared_at + since for since, _ in _BEGINNINGS)
        yield from (at for at in begins if at > now)
    if phase is Phase.RESOLVE and incident.moments.resolved:
        yield incident.moments.resolved + _RESOLVING


def with_own(shipped: Sequence[Item], own: Mapping[Phase, Sequence[Item]]) -> tuple[Item, ...]:
    """A phase of which a team has items of its own has only those."""
    return tuple(
        item
        for phase in Phase
        for item in own.get(phase, [one for one in shipped if one.phase is phase])
    )
