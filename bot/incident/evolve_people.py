"""What facts about people do to the state of an incident: roles, handovers, the scribe's wish."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.incident import changes as c
from bot.incident.handover import Handover, HandoverEnd
from bot.incident.incident import Incident
from bot.incident.lifecycle import OPEN
from bot.incident.moments import Moment
from bot.incident.roles import Holding, Role
from bot.incident.scribing import ScribingBegun, ScribingEnded, begun, ended
from bot.incident.timeline import TimelineEntry


def people(incident: Incident, entry: TimelineEntry) -> dict[str, Any]:
    at = entry.occurred_at
    match entry.fact:
        case c.RoleTaken() as fact:
            return _role(incident, fact, at)
        case c.RoleDropped(role=role):
            left = {r: h for r, h in incident.roles.items() if r is not role}
            return {"roles": left} | ({"no_ic_since": at} if role is Role.IC else {})
        case c.HandoverOffered() as fact:
            return {"handover": _offered(fact, at)}
        case c.HandoverEnded(id=id, end=end):
            return _handed(incident, id, end, entry)
    return {}


def of_the_scribe(incident: Incident, entry: TimelineEntry) -> dict[str, Any]:
    at = entry.occurred_at
    match entry.fact:
        case ScribingBegun(user=user):
            return {"scribing": begun(incident.scribing, user, at)}
        case ScribingEnded() | c.RoleTaken(role=Role.SCRIBE) | c.RoleDropped(role=Role.SCRIBE):
            return {"scribing": ended(incident.scribing, at)}
    return {}


def _role(incident: Incident, fact: c.RoleTaken, at: datetime) -> dict[str, Any]:
    update: dict[str, Any] = {
        "roles": {
            **incident.roles,
            fact.role: Holding(user=fact.user, since=at, automatic=fact.automatic),
        }
    }
    known = incident.moments.acknowledged
    if not fact.automatic and incident.status in OPEN and (known is None or at < known):
        update["moments"] = incident.moments.noting(Moment.ACKNOWLEDGED, at)
    return update


def _offered(fact: c.HandoverOffered, at: datetime) -> Handover:
    return Handover(id=fact.id, roles=fact.roles, by=fact.holder, to=fact.to, at=at, note=fact.note)


def _handed(incident: Incident, id: str, end: HandoverEnd, entry: TimelineEntry) -> dict[str, Any]:
    offer = incident.handover
    if offer is None or offer.id != id:
        return {}
    return {"handover": offer.model_copy(update={"end": end, "ended_by": entry.by})}
