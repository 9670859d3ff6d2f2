"""What a team's policy has for one incident: the rank of its severity, service and checklist."""

from __future__ import annotations

from bot.incident.checklist import LOWEST_RANK, Sight, Standing, standing
from bot.incident.incident import Incident
from bot.incident.policy import Policy
from bot.incident.service import Service, service_keyed


def rank_of(policy: Policy, incident: Incident) -> int:
    """The lowest for a severity that configuration no longer has."""
    level = policy.severities.get(incident.severity)
    return level.rank if level else LOWEST_RANK


def service_of(policy: Policy, incident: Incident) -> Service | None:
    return service_keyed(policy.services, incident.service)


def checklist_of(policy: Policy, incident: Incident) -> tuple[Standing, ...]:
    """Without a catalogue nobody is asked to name a service."""
    items = policy.checklists
    if not policy.services:
        items = tuple(item for item in items if item.sight is not Sight.SERVICE)
    return standing(incident, items, rank_of(policy, incident))
