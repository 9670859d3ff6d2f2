"""Whose duty an incident is: the schedules that are called for it, and in which order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.incident.incident import Incident
from bot.incident.on_call import Schedule
from bot.incident.policy import Policy
from bot.incident.service import Service, likely_service, service_keyed
from bot.incident.text import folded


def concerned(policy: Policy, incident: Incident) -> Service | None:
    """The service it is about; while nobody has said which, the one that its title names."""
    key = likely_service(policy.services, incident.title, incident.service)
    return service_keyed(policy.services, key)


def first_called(policy: Policy, incident: Incident) -> Sequence[Schedule]:
    """What is private is the business of security, whatever the service."""
    if incident.private:
        return _schedules(policy, policy.on_call.security)
    return first_of_service(policy, concerned(policy, incident))


def called_next(policy: Policy, incident: Incident) -> Sequence[Schedule]:
    """When nobody has acknowledged. Nobody else is told of what is private."""
    if incident.private:
        return ()
    service = concerned(policy, incident)
    own = service.secondary_schedule if service else None
    return _schedules(policy, own or policy.on_call.secondary)


def first_of_service(policy: Policy, service: Service | None) -> Sequence[Schedule]:
    """Its own schedule; the common one when it has neither that nor a group on call."""
    own = service.on_call_schedule if service else None
    if own is None and service is not None and service.on_call_group:
        return ()
    return _schedules(policy, own or policy.on_call.primary)


def schedule_typed(policy: Policy, text: str) -> Schedule | None:
    word = folded(text)
    names = ((folded(name), one) for one in policy.on_call.schedules for name in _names(one))
    return next((schedule for name, schedule in names if name == word), None)


def _names(schedule: Schedule) -> Iterator[str]:
    yield schedule.key
    yield from schedule.name.values()


def _schedules(policy: Policy, key: str | None) -> Sequence[Schedule]:
    found = policy.on_call.schedule(key)
    return (found,) if found else ()
