"""Who worked on an incident, and how much of that outside of their working hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from bot.incident.postmortem.evidence import Evidence
from bot.incident.working_hours import zone_or


def hours_worked(evidence: Evidence) -> dict[str, set[datetime]]:
    """The clock hours, in UTC, in which each person wrote or did something, until it was over."""
    end = evidence.incident.moments.resolved or evidence.incident.ended_at
    hours: dict[str, set[datetime]] = {}
    for user, at in _acts(evidence):
        if _is_person(evidence, user) and (end is None or at <= end):
            hour = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
            hours.setdefault(user, set()).add(hour)
    return hours


def out_of_hours(evidence: Evidence) -> int:
    """Of all people together, each hour by the working hours of their own zone."""
    policy = evidence.policy
    found = 0
    for user, hours in hours_worked(evidence).items():
        person = evidence.people.get(user)
        zone = zone_or(person.zone if person else None, policy.zone)
        found += sum(not policy.working_hours.are_now(hour, zone) for hour in hours)
    return found


def _acts(evidence: Evidence) -> Iterator[tuple[str, datetime]]:
    for message in evidence.said:
        if message.by:
            yield message.by, message.at
    for fact in evidence.facts:
        if fact.by:
            yield fact.by, fact.recorded_at
    for entry in evidence.entries:
        if entry.by:
            yield entry.by, entry.recorded_at


def _is_person(evidence: Evidence, user: str) -> bool:
    person = evidence.people.get(user)
    return user.startswith(("U", "W")) and not (person and person.is_bot)
