"""Two incidents that turn out to be one: whether they may merge, and what each makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.incident.alert_facts import AlertsCarried
from bot.incident.changes import (
    MergedInto,
    RelatedLinked,
    RelatedUnlinked,
    SeverityChanged,
    StatusChanged,
    TookIn,
    Unmerged,
)
from bot.incident.ends_errors import (
    HasEnded,
    IntoItself,
    NotMerged,
    OnlyIntoPrivate,
    StillMerged,
    WentElsewhere,
)
from bot.incident.errors import TransitionRefused
from bot.incident.incident import Incident
from bot.incident.lifecycle import Status, may_go
from bot.incident.severities import Severities
from bot.incident.timeline import Fact


def require_mergeable(one: Incident, into: Incident) -> None:
    """Raises the IncidentError that says why these two cannot become one this way."""
    if one.id == into.id:
        raise IntoItself(one.reference, "merge")
    require_apart(one)
    if not may_go(one.status, Status.MERGED):
        raise TransitionRefused(one.reference, one.status, Status.MERGED)
    if into.status is Status.MERGED and into.merged_hidden:
        raise StillMerged(into)
    if into.status is Status.MERGED and into.merged_into is not None:
        raise WentElsewhere(into.reference, into.merged_into)
    if not into.is_open:
        raise HasEnded(into)
    if one.private and not into.private:
        raise OnlyIntoPrivate(one.reference, into.reference)


def going(one: Incident, into: Incident) -> Sequence[Fact]:
    """The facts of the one that goes. A public one does not name the private one it goes into."""
    hidden = into.private and not one.private
    return [
        StatusChanged(before=one.status, after=Status.MERGED),
        MergedInto(other=into.id, number=into.number, hidden=hidden),
    ]


def taking_in(into: Incident, one: Incident, severities: Severities) -> Iterator[Fact]:
    """The facts of the one that stays, the tasks apart: it keeps its roles."""
    moments = one.moments
    yield TookIn(
        other=one.id,
        number=one.number,
        started=moments.started,
        detected=moments.detected,
        on_it=one.pressure.on_it,
    )
    if one.alerts.linked or one.alerts.more:
        yield AlertsCarried(alerts=one.alerts.linked, more=one.alerts.more)
    if severities.is_lower(into.severity, one.severity):
        yield SeverityChanged(before=into.severity, after=one.severity)
    for number in one.related:
        if number != into.number and number not in into.related:
            yield RelatedLinked(number=number)


def parting(one: Incident) -> Sequence[Fact]:
    """The facts of the one that comes back, as it was before."""
    if one.merged_into is None or one.status is not Status.MERGED:
        raise NotMerged(one.reference)
    before = one.before_merge or Status.INVESTIGATING
    return [
        StatusChanged(before=Status.MERGED, after=before),
        Unmerged(number=one.merged_into, hidden=one.merged_hidden),
    ]


def relating(one: Incident, other: Incident) -> tuple[Fact | None, Fact | None]:
    """What each of them notes; said again, the link goes. A public one never names a private."""
    if one.id == other.id:
        raise IntoItself(one.reference, "related")
    linked = other.number in one.related or one.number in other.related
    fact = RelatedUnlinked if linked else RelatedLinked
    here = fact(number=other.number) if one.private or not other.private else None
    there = fact(number=one.number) if other.private or not one.private else None
    return here, there


def require_apart(incident: Incident) -> None:
    """Raises StillMerged: what went into another incident goes on there, and is run from there."""
    if incident.status is Status.MERGED:
        raise StillMerged(incident)
