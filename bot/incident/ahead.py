"""Which steps of the matrix lie ahead of an incident as things stand, and when each comes.

Nothing of this is stored: a condition that goes away takes its step with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.incident.audience import AudienceKind
from bot.incident.cadence import TOGETHER, dues
from bot.incident.duty import called_next, concerned, first_called
from bot.incident.escalation import NOTICE, ON_CALL, SECONDARY, Condition, Step
from bot.incident.guides import rank_of
from bot.incident.incident import Incident
from bot.incident.lateness import most_overdue
from bot.incident.lifecycle import Status
from bot.incident.pages import notice_over
from bot.incident.policy import Policy
from bot.incident.progress import last_progress


@dataclass(frozen=True, slots=True)
class Ahead:
    step: Step
    at: datetime
    key: str
    """Of what is done then: another time, or another round, is another one."""

    @property
    def notice_at(self) -> datetime | None:
        """When it is announced; None: it comes too soon for that."""
        return self.at - NOTICE if self.step.after >= NOTICE else None


def steps_ahead(
    incident: Incident, policy: Policy, last_entry_at: datetime | None = None
) -> list[Ahead]:
    """The earliest first; those whose time has come are among them until they were carried out."""
    found = (_ahead(incident, policy, step, last_entry_at) for step in steps_of(incident, policy))
    return sorted((one for one in found if one), key=lambda one: one.at)


def next_step(
    incident: Incident, policy: Policy, last_entry_at: datetime | None = None
) -> Ahead | None:
    return next(iter(steps_ahead(incident, policy, last_entry_at)), None)


def steps_of(incident: Incident, policy: Policy) -> Iterator[Step]:
    """Those of its severity that would call somebody: of the others `why` tells."""
    for step in steps_by_severity(incident, policy):
        if is_set(incident, policy, step.who):
            yield step


def steps_by_severity(incident: Incident, policy: Policy) -> Iterator[Step]:
    rank = rank_of(policy, incident)
    for step in policy.escalation.steps:
        if step.is_of(incident.severity, rank):
            yield step


def is_set(incident: Incident, policy: Policy, who: str) -> bool:
    """Whether configuration says whom that word calls, whoever it is at the moment."""
    if who == ON_CALL:
        service = None if incident.private else concerned(policy, incident)
        group = service.on_call_group if service else None
        return bool(first_called(policy, incident) or group)
    if who == SECONDARY:
        return bool(called_next(policy, incident))
    return who not in _UNCONFIGURED or policy.escalation.contact(who) is not None


def never_set(policy: Policy) -> Iterator[str]:
    """The words of the matrix that call nobody, whatever the incident."""
    duty, services = policy.on_call, policy.services
    firsts = (duty.primary, *(one.on_call_schedule or one.on_call_group for one in services))
    seconds = (duty.secondary, *(one.secondary_schedule for one in services))
    known = {ON_CALL: any(firsts), SECONDARY: any(seconds)}
    for who in dict.fromkeys(step.who for step in policy.escalation.steps):
        lacking = who in _UNCONFIGURED and policy.escalation.contact(who) is None
        if lacking or not known.get(who, True):
            yield who


_UNCONFIGURED = frozenset({"manager", "director", "vp"})
"""Whom the shipped matrix calls, and only the team knows."""


def is_calling(incident: Incident, step: Step) -> bool:
    """An incident that is mitigated calls nobody, but updates are owed until it is over."""
    if not incident.is_open or incident.pressure.since is None:
        return False
    return incident.status is not Status.MONITORING or step.when is Condition.UPDATE_LATE


def _ahead(
    incident: Incident, policy: Policy, step: Step, last_entry_at: datetime | None
) -> Ahead | None:
    pressure = incident.pressure
    over = step.key in pressure.fired or step.key in pressure.waived
    if over or not is_calling(incident, step):
        return None
    since = pressure.since or incident.declared_at
    base = _since(incident, policy, step.when, since, last_entry_at)
    if base is None:
        return None
    at = base + step.after
    if step.after >= NOTICE:
        at = notice_over(pressure.changed_at, at)
    key = f"escalate:{pressure.round}:{step.key}:{int(at.timestamp())}"
    return Ahead(step, at, key)


def _since(
    incident: Incident,
    policy: Policy,
    when: Condition,
    since: datetime,
    last_entry_at: datetime | None,
) -> datetime | None:
    """From when the delay counts; None while the condition does not hold."""
    match when:
        case Condition.ELAPSED | Condition.NOT_MITIGATED:
            return since
        case Condition.NOT_ACKNOWLEDGED:
            return since if incident.pressure.acknowledged_at is None else None
        case Condition.NO_PROGRESS:
            return max(since, last_progress(incident, last_entry_at) or since)
        case Condition.NO_IC:
            vacant = incident.commander is None
            return max(since, incident.no_ic_since or since) if vacant else None
        case Condition.UPDATE_LATE:
            late = most_overdue(dues(incident, policy))
            return late.at if late else None


def briefing_at(incident: Incident, policy: Policy) -> datetime | None:
    """When those at the top are to be briefed; None once they were, or when nobody has to.

    The matrix ends with it: what they are told is an update, and falls due as one.
    """
    level = policy.severities.get(incident.severity)
    since, after = incident.pressure.since, level.briefing_after if level else None
    if since is None or after is None or not incident.is_open:
        return None
    at = max(since + after, incident.pressure.changed_at or since)
    tops = (one.key for one in policy.audiences if one.kind is AudienceKind.EXECUTIVES)
    last = [told for key in tops if (told := incident.updates.of(key).at)]
    briefed = any(told >= at - TOGETHER for told in last)
    return None if briefed or incident.status is Status.MONITORING else at
