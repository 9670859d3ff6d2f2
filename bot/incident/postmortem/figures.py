"""The figures of an incident: each with what it measures, its target, and how it came out.

What is not known is not a number: it is None, and never 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.incident.changes import StatusChanged
from bot.incident.decision import CARRY_OUT_WITHIN, DECIDE_WITHIN, decision_times
from bot.incident.incident import Incident
from bot.incident.lifecycle import Status
from bot.incident.metrics import METRICS
from bot.incident.moments import Moment
from bot.incident.policy import Policy
from bot.incident.timeline import TimelineEntry
from bot.language import N_

_CALM = frozenset(
    {Status.MONITORING, Status.RESOLVED, Status.CLOSED, Status.CANCELLED, Status.MERGED}
)


@dataclass(frozen=True, slots=True)
class Figure:
    key: str
    span: timedelta | None
    target: timedelta | None = None
    beside: timedelta | None = None
    """Of what has no certain start: since it was detected."""
    until: datetime | None = None

    @property
    def missed(self) -> bool:
        return bool(self.span and self.target and self.span > self.target)


NAMES: Mapping[str, str] = {
    "detected": N_("Time to detect"),
    "acknowledged": N_("Time to acknowledge"),
    "mitigated": N_("Time to mitigate"),
    "resolved": N_("Time to resolve"),
    "respond": N_("Response"),
    "resolution": N_("Resolution"),
    "decide": N_("Time to decide"),
    "carry_out": N_("Time to carry out"),
    "impact": N_("Impact time"),
}
DEFINITIONS: Mapping[str, str] = {
    "detected": N_("from the start of the impact to the first alert, else to the declaration"),
    "acknowledged": N_("from the detection until somebody said that they are on it"),
    "mitigated": N_("from the start of the impact until it was mitigated"),
    "resolved": N_("from the start of the impact until it was resolved"),
    "respond": N_("from the declaration until somebody said that they are on it"),
    "resolution": N_("from the declaration until it was resolved"),
    "decide": N_("from the declaration to the first decision that was not to wait"),
    "carry_out": N_("from the last decision before the mitigation to the mitigation"),
    "impact": N_("the sum of the times with impact: it ends when mitigated, and may begin again"),
}


def figures(incident: Incident, facts: Sequence[TimelineEntry], policy: Policy) -> Iterator[Figure]:
    moments = incident.moments
    for metric in METRICS:
        span, beside, until = metric.of(moments), metric.beside_of(moments), moments.at(metric.to)
        yield Figure(metric.to.value, span, beside=beside, until=until)
    level = policy.severities.get(incident.severity)
    respond = moments.between(Moment.DECLARED, Moment.ACKNOWLEDGED)
    target = level.respond_within if level else None
    yield Figure("respond", respond, target, until=moments.acknowledged)
    resolution = moments.between(Moment.DECLARED, Moment.RESOLVED)
    target = level.resolve_within if level else None
    yield Figure("resolution", resolution, target, until=moments.resolved)
    taken = decision_times(incident, facts)
    decided = incident.declared_at + taken.to_decide if taken.to_decide is not None else None
    yield Figure("decide", taken.to_decide, DECIDE_WITHIN, until=decided)
    carried_out = moments.mitigated
    yield Figure("carry_out", taken.to_carry_out, CARRY_OUT_WITHIN, until=carried_out)
    spells = impact_spells(incident, facts)
    yield Figure("impact", impact_time(incident, facts), until=spells[-1][1] if spells else None)


def impact_time(incident: Incident, facts: Sequence[TimelineEntry]) -> timedelta | None:
    """None while it lasts, and when nobody knows when it began."""
    spells = impact_spells(incident, facts)
    if not spells or any(end is None or end < start for start, end in spells):
        return None
    return sum((end - start for start, end in spells if end), timedelta())


def impact_spells(
    incident: Incident, facts: Sequence[TimelineEntry]
) -> list[tuple[datetime, datetime | None]]:
    """When it hurt: from the start until it was mitigated, and again whenever it came back."""
    started = incident.moments.started
    if started is None:
        return []
    turns = [
        (one.occurred_at, one.fact.after in _CALM)
        for one in facts
        if isinstance(one.fact, StatusChanged)
        and (one.fact.before in _CALM) != (one.fact.after in _CALM)
    ]
    spells: list[tuple[datetime, datetime | None]] = []
    since: datetime | None = started
    for at, calm in turns:
        if calm and since is not None:
            first = incident.moments.mitigated if not spells else None
            spells.append((since, first or at))
            since = None
        elif not calm:
            since = at
    return [*spells, (since, None)] if since is not None else spells
