"""The state of an incident as fields of text, so that a form can tell what changed meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.incident.errors import StaleForm
from bot.incident.incident import Incident
from bot.incident.moments import EDITABLE, Moment
from bot.incident.roles import Role

Fields = Mapping[str, str]


def fields_of(incident: Incident) -> dict[str, str]:
    """By the names that the forms' inputs have: `status`, `role.ic`, `moment.started` …"""
    roles = {f"role.{role.value}": incident.holder(role) or "" for role in Role}
    moments = {f"moment.{m.value}": _seconds(incident, m) for m in EDITABLE}
    return {
        "status": incident.status.value,
        "severity": incident.severity,
        "title": incident.title,
        "impact": incident.impact,
        "service": incident.service or "",
        "resolution": incident.resolution,
        "lasting": incident.lasting,
        **roles,
        **moments,
    }


def refuse_stale(incident: Incident, seen: Fields, changed: Iterable[str]) -> None:
    """Raise StaleForm for what somebody wants to change and somebody else just has."""
    now = fields_of(incident)
    stale = tuple(name for name in changed if name in seen and now[name] != seen[name])
    if stale:
        raise StaleForm(stale)


def _seconds(incident: Incident, moment: Moment) -> str:
    at = incident.moments.at(moment)
    return str(int(at.timestamp())) if at else ""
