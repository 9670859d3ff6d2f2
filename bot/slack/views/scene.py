"""What a view of an incident is drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeGuard

from bot.incident.alert_facts import alert_people
from bot.incident.changes import RoleDropped, RoleTaken
from bot.incident.entry import Entry
from bot.incident.escalation_facts import Paged, PickedUp
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.pages import Page
from bot.incident.policy import Policy
from bot.incident.repeats import Past
from bot.incident.severity import Severity
from bot.incident.task import Task
from bot.incident.timeline import Fact
from bot.language import Tongue
from bot.response.entry_ports import TimelineLine

LOWEST = 9


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an incident beside its state."""

    tasks: tuple[Task, ...] = ()
    recent: tuple[TimelineLine, ...] = ()
    """The latest changes, newest first."""
    names: Mapping[UserId, str] = field(default_factory=dict)
    """Names of people, where a mention would call somebody who knows."""
    now: datetime | None = None
    entries: tuple[Entry, ...] = ()
    """Key entries that were touched lately."""
    past: tuple[Past, ...] = ()
    """Earlier incidents like it, as they stand now."""


@dataclass(frozen=True, slots=True)
class Scene:
    incident: Incident
    policy: Policy
    tongue: Tongue
    room: str | None
    """The id of its channel, once there is one."""
    facts: Facts = Facts()

    @property
    def tasks(self) -> tuple[Task, ...]:
        return self.facts.tasks

    @property
    def recent(self) -> tuple[TimelineLine, ...]:
        return self.facts.recent

    @property
    def severity(self) -> Severity:
        """One that configuration no longer has is shown by its key."""
        key = self.incident.severity
        return self.policy.severities.get(key) or Severity(key=key, rank=LOWEST)

    def name_of(self, user: UserId) -> str:
        return self.facts.names.get(user) or user

    def knowing(self, facts: Facts) -> Scene:
        return replace(self, facts=facts)

    def naming(self, names: Mapping[UserId, str]) -> Scene:
        """Knowing these people as well."""
        return self.knowing(replace(self.facts, names={**names, **self.facts.names}))

    def told_in(self, tongue: Tongue) -> Scene:
        return replace(self, tongue=tongue)


def people_of(
    incident: Incident, tasks: Iterable[Task], recent: Iterable[TimelineLine]
) -> Iterator[UserId]:
    yield incident.declared_by
    if incident.status_by:
        yield incident.status_by
    yield from (holding.user for holding in incident.roles.values())
    yield from (tick.by for tick in incident.ticks.values())
    if incident.way_by:
        yield incident.way_by
    if incident.handover:
        yield from (incident.handover.by, incident.handover.to)
    yield from called(incident.pressure.pages)
    yield from _of_the_postmortem(incident)
    for task in tasks:
        yield from (user for user in (task.owner, task.created_by, task.ended_by) if user)
    for entry in recent:
        if isinstance(entry, Entry):
            yield from authors([entry])
            continue
        fact = entry.fact
        named = (fact.user, getattr(fact, "before", None)) if _of_a_role(fact) else ()
        yield from (user for user in (entry.by, *named) if user)
        yield from people_paged(fact)
        yield from alert_people(fact)


def _of_the_postmortem(incident: Incident) -> Iterator[UserId]:
    state = incident.postmortem
    if state.owner:
        yield state.owner
    yield from state.review.reviewers
    yield from state.review.approvals


def called(pages: Iterable[Page]) -> Iterator[UserId]:
    for page in pages:
        yield from page.users
        yield from (user for user in (page.by, page.taken_by) if user)


def people_paged(fact: Fact) -> Iterator[UserId]:
    match fact:
        case Paged(page=page):
            yield from called([page])
        case PickedUp(user=user):
            yield user


def authors(entries: Iterable[Entry]) -> Iterator[UserId]:
    """Those of them who are people."""
    for entry in entries:
        if entry.by and entry.by.startswith(("U", "W")):
            yield UserId(entry.by)


def _of_a_role(fact: object) -> TypeGuard[RoleTaken | RoleDropped]:
    return isinstance(fact, RoleTaken | RoleDropped)
