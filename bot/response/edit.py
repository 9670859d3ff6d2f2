"""Edit: status, severity, title, impact and service, one or all of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bot.incident.changes import (
    ImpactChanged,
    ReasonGiven,
    ServiceChanged,
    SeverityChanged,
    TitleChanged,
)
from bot.incident.ends import status_change
from bot.incident.errors import NoChange
from bot.incident.fields import Fields, fields_of, refuse_stale
from bot.incident.incident import IMPACT_LIMIT, TITLE_LIMIT, Incident
from bot.incident.lifecycle import Status
from bot.incident.text import shortened
from bot.incident.timeline import Fact
from bot.response.change import Changed, Request, change
from bot.response.ports import Desk, UnitOfWork

REASON_LIMIT = 300


async def edit(
    desk: Desk, request: Request, wanted: Fields, *, reason: str = "", seen: Fields | None = None
) -> Changed:
    """Give the fields these values. `seen`: what they were when a form was opened.

    Raises NoChange when they have them already, StaleForm when somebody else was faster.
    """
    limits = {"title": TITLE_LIMIT, "impact": IMPACT_LIMIT}
    wanted = {k: shortened(v, limits[k]) if k in limits else v for k, v in wanted.items()}

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        if seen is not None:
            refuse_stale(incident, seen, (k for k, v in wanted.items() if v != seen.get(k)))
        facts = list(_facts(incident, wanted, reason, seen))
        if not facts and seen is None:
            raise NoChange(incident.reference)
        return facts

    return await change(desk, request, decide)


def _facts(incident: Incident, wanted: Fields, reason: str, seen: Fields | None) -> Iterator[Fact]:
    """Nothing for a field that a form shows as it was."""
    before = fields_of(incident)
    differing = _differing(before, wanted, seen)
    if incident.severity_assumed and seen is None and "severity" in wanted:
        differing = {**differing, "severity": wanted["severity"]}  # now somebody has chosen it
    for name, after in differing.items():
        yield _fact(incident, name, before[name], after, reason)


def _differing(before: Fields, wanted: Fields, seen: Fields | None) -> Mapping[str, str]:
    untouched = {k for k, v in wanted.items() if seen is not None and seen.get(k) == v}
    return {k: v for k, v in wanted.items() if v != before[k] and k not in untouched}


def _fact(incident: Incident, name: str, before: str, after: str, reason: str) -> Fact:
    match name:
        case "status":
            return status_change(incident, Status(after), reason)
        case "severity":
            return SeverityChanged(before=before, after=after, reason=reason)
        case "title":
            return TitleChanged(before=before, after=after)
        case "impact":
            return ImpactChanged(before=before, after=after)
        case "service":
            return ServiceChanged(before=before or None, after=after or None)
    raise KeyError(name)


async def give_reason(desk: Desk, request: Request, reason: str) -> Changed:
    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        about = "severity" if incident.is_open else "status"
        return [ReasonGiven(about=about, reason=shortened(reason, REASON_LIMIT))]

    return await change(desk, request, decide)
