"""What is known of an incident and may be said to one audience."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.incident.audience import Audience
from bot.incident.cadence import pace
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.lifecycle import Status
from bot.incident.policy import Policy
from bot.incident.task import Task, TaskKind
from bot.incident.update_words import HeldRole, UpdateFacts
from bot.incident.updates import Letter, Told
from bot.incident.updates_facts import Telling
from bot.language import N_, Tongue

_STATUS, _IMPACT = N_("Status: {status}"), N_("Impact: {impact}")
_SEVERITY = N_("Severity: {severity}")


@dataclass(frozen=True, slots=True)
class Around:
    """What is known beside the incident's state."""

    now: datetime
    names: Mapping[UserId, str] = field(default_factory=dict)
    tasks: Sequence[Task] = ()


def contents(
    incident: Incident,
    audience: Audience,
    policy: Policy,
    around: Around,
    *,
    letter: Letter,
    telling: Telling,
    slower: bool,
) -> UpdateFacts:
    told = incident.updates.of(audience.key)
    return UpdateFacts(
        **_state(incident),
        **_times(incident),
        **_said(incident, audience, letter),
        at=around.now,
        changed=tuple(_changed(incident, told, _tongue(audience, policy), policy)),
        actions=tuple(_running(around)),
        roles=tuple(_roles(incident, around)),
        next_update_at=telling.next_at,
        previous_at=told.at,
        promised_at=telling.promised,
        cadence=telling.every or pace(incident, audience.key, policy),
        slower=slower and telling.every is not None,
        severity_before=told.severity if told.severity != incident.severity else None,
        postmortem_at=None if audience.outside else _review(incident),
    )


def _state(incident: Incident) -> dict[str, Any]:
    return {
        "reference": incident.reference,
        "title": incident.title,
        "severity": incident.severity,
        "status": incident.status,
        "service": incident.service,
        "impact": incident.impact,
        "lasting": incident.lasting,
        "cancelled_as": incident.ended_because if not incident.is_open else "",
        "merged_into": _merged_into(incident),
        "elsewhere": incident.status is Status.MERGED and incident.merged_hidden,
        "room": incident.channel,
    }


def _times(incident: Incident) -> dict[str, Any]:
    moments = incident.moments
    started = moments.started or moments.detected
    resolved = moments.resolved if not incident.is_open else None
    known = started is not None and resolved is not None and resolved >= started
    return {
        "started": started,
        "resolved": resolved,
        "duration": resolved - started if known and resolved and started else None,
    }


def _review(incident: Incident) -> datetime | None:
    """When it is talked about; until that is set, when it is to be written."""
    if incident.is_open:
        return None
    return incident.postmortem.meeting_at or incident.postmortem.due_at


def _said(incident: Incident, audience: Audience, letter: Letter) -> dict[str, Any]:
    """People outside read of cause and solution only what somebody wrote for them."""
    done = letter.done or ("" if audience.outside else incident.resolution)
    lists = {name: _lines(getattr(letter, name)) for name in ("conditions", "needs")}
    return {**letter.model_dump(exclude={"whole"}), **lists, "done": done}


def _lines(typed: str) -> tuple[str, ...]:
    return tuple(line for line in map(str.strip, typed.splitlines()) if line)


def _merged_into(incident: Incident) -> str | None:
    """A private one is not named to those who knew of a public one."""
    if incident.merged_into is None or incident.merged_hidden:
        return None
    return f"INC-{incident.merged_into}"


def _changed(incident: Incident, told: Told, tongue: Tongue, policy: Policy) -> Iterator[str]:
    """Only what the state tells: everything else is what somebody writes."""
    since, updates = told.at or incident.declared_at, incident.updates
    if incident.is_open and incident.status is not (told.status or Status.INVESTIGATING):
        yield tongue.say(_STATUS, status=tongue.say(incident.status.value))
    if updates.severity_at and updates.severity_at > since:
        level = policy.severities.get(incident.severity)
        name = level.named(tongue.locale) if level else incident.severity
        yield tongue.say(_SEVERITY, severity=name)
    if updates.impact_at and updates.impact_at > since and incident.impact:
        yield tongue.say(_IMPACT, impact=incident.impact)


def _tongue(audience: Audience, policy: Policy) -> Tongue:
    return Tongue(policy.locale, policy.command).into(audience.locale)


def _running(around: Around) -> Iterator[str]:
    """Not what repeats a message: once that is out, its author could not take it back."""
    for task in around.tasks:
        quotes = task.source is not None and not task.by_hand
        if task.is_open and task.kind is TaskKind.TASK and not quotes:
            owner = around.names.get(task.owner, "") if task.owner else ""
            yield f"{task.text} ({owner})" if owner else task.text


def _roles(incident: Incident, around: Around) -> Iterator[HeldRole]:
    for role, holding in incident.roles.items():
        if name := around.names.get(holding.user):
            yield HeldRole(role=role, name=name)
