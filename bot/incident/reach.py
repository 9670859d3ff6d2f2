"""Which audiences an incident may be told to, and in which places."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident.audience import Announcement, Audience, Destination, IncidentRoom
from bot.incident.guides import service_of
from bot.incident.incident import Incident
from bot.incident.policy import Policy


def audiences_of(incident: Incident, policy: Policy) -> Iterator[Audience]:
    """Those that may be told of this incident, each with the places where that happens."""
    for audience in policy.audiences:
        there = places(incident, audience)
        if there and audience.on and _is_meant(incident, audience, policy):
            yield audience.model_copy(update={"destinations": there})


def audience_of(incident: Incident, policy: Policy, key: str) -> Audience | None:
    return next((one for one in audiences_of(incident, policy) if one.key == key), None)


def is_told(incident: Incident, policy: Policy, key: str) -> bool:
    """As somebody chose, or as is usual; whether or not there is a place for it."""
    audience = policy.audience(key)
    if audience is None or (incident.private and not is_listed(incident, audience)):
        return False
    return _is_meant(incident, audience, policy)


def _is_meant(incident: Incident, audience: Audience, policy: Policy) -> bool:
    """What somebody chose; else people outside are those whom the service's failures concern."""
    if choice := incident.updates.of(audience.key).choice:
        return choice.told
    service = service_of(policy, incident)
    concerned = service.audiences if service else ()
    return not audience.outside or not concerned or audience.key in concerned


def places(incident: Incident, audience: Audience) -> tuple[Destination, ...]:
    """A private incident reaches its own channel, and the audiences on its list elsewhere; the
    incidents channel, where everybody reads, never hears of it. A drill reaches nobody.
    """
    if incident.drill:
        return ()
    if not incident.private:
        return audience.destinations
    if is_listed(incident, audience):
        return tuple(one for one in audience.destinations if not isinstance(one, Announcement))
    return tuple(one for one in audience.destinations if isinstance(one, IncidentRoom))


def is_announced(incident: Incident, policy: Policy) -> bool:
    """Whether everybody is told in the incidents channel that it is there."""
    level = policy.severities.get(incident.severity)
    announced = level is None or level.announced
    return announced and not incident.private and not incident.drill


def is_listed(incident: Incident, audience: Audience) -> bool:
    """Whether somebody said that this audience is told of this private incident."""
    choice = incident.updates.of(audience.key).choice
    return choice is not None and choice.told and choice.private


def hears_at_once(incident: Incident, audience: Audience, policy: Policy) -> bool:
    """Its only place is the announcement, which is its first update."""
    alone = all(isinstance(one, Announcement) for one in audience.destinations)
    return alone and is_announced(incident, policy)


def was_told(incident: Incident, audience: Audience, policy: Policy) -> bool:
    """Whether its readers know of this incident, or of one that went into it."""
    told = incident.updates.of(audience.key)
    knows = told.at is not None or told.promised_at is not None
    return knows or hears_at_once(incident, audience, policy)
