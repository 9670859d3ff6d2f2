"""What the template of an update is given: each value as this form, language and audience want."""

from __future__ import annotations

from typing import Any

from bot.incident.audience import Audience
from bot.incident.ends import CANCELLED_BECAUSE
from bot.incident.lifecycle import Status
from bot.incident.policy import Policy
from bot.incident.roles import ROLE_NAMES
from bot.incident.service import service_keyed
from bot.incident.update_words import UpdateFacts, UpdateMoment
from bot.language import N_
from bot.outlets.templates import Plain
from bot.outlets.update_forms import Writer

LONGEST = {"text": 2_500, "impact": 1_000}
LONGEST_FIELD = 800
"""Where nothing else is said."""
LONGEST_LINE = 200

_CLOSING = {
    UpdateMoment.RESOLVED: (Status.RESOLVED, Status.CLOSED),
    UpdateMoment.CANCELLED: (Status.CANCELLED, Status.MERGED),
}
_INSIDE: dict[str, Any] = {
    "changed": (),
    "conditions": (),
    "actions": (),
    "needs": (),
    "roles": (),
    "risk": "",
    "decision": "",
    "severity_before": None,
    "room": None,
    "postmortem_at": None,
}
"""What people outside never read, whatever a template asks for."""

_TEXTS = (
    *("impact", "text", "cause", "done", "workaround", "next_steps"),
    *("risk", "decision", "lasting"),
)

ROLE_LINE = N_("{role}: {name}")


def values(
    writer: Writer, audience: Audience, moment: UpdateMoment, facts: UpdateFacts, policy: Policy
) -> dict[str, Plain]:
    """By the names that docs/audiences.md gives to those who write templates."""
    if audience.outside:
        facts = facts.model_copy(update=_INSIDE)
    return {
        "form": writer.form.value,
        "locale": writer.tongue.locale,
        "moment": moment.value,
        "outside": audience.outside,
        "closing": moment in _CLOSING,
        **_what(writer, audience, moment, facts, policy),
        **_texts(writer, facts),
        **_lists(writer, facts),
        **_times(writer, facts),
    }


def _what(
    writer: Writer, audience: Audience, moment: UpdateMoment, facts: UpdateFacts, policy: Policy
) -> dict[str, Plain]:
    locale = writer.tongue.locale
    service = service_keyed(policy.services, facts.service)
    known = facts.cancelled_as in CANCELLED_BECAUSE
    reason = "" if known or audience.outside else facts.cancelled_as
    inside = not audience.outside
    return {
        "reference": facts.reference,
        "title": writer.line(facts.title, LONGEST_LINE * 4) or facts.reference,
        "status": writer.tongue.say(_status(moment, facts).value),
        "severity": _level(writer, facts.severity, policy) if inside else None,
        "severity_key": writer.line(facts.severity.upper(), LONGEST_LINE) if inside else None,
        "severity_before": _level(writer, facts.severity_before, policy),
        "service": writer.line(service.named(locale), LONGEST_LINE) if service else None,
        "cancelled_as": facts.cancelled_as if known else None,
        "reason": writer.line(reason, LONGEST_FIELD),
        "merged_into": writer.line(facts.merged_into, LONGEST_LINE),
        "elsewhere": facts.elsewhere,
        "slower": facts.slower,
        "room": writer.channel(facts.room),
    }


def _texts(writer: Writer, facts: UpdateFacts) -> dict[str, Plain]:
    return {
        name: writer.text(getattr(facts, name), LONGEST.get(name, LONGEST_FIELD)) for name in _TEXTS
    }


def _lists(writer: Writer, facts: UpdateFacts) -> dict[str, Plain]:
    tongue = writer.tongue
    held = (
        tongue.say(ROLE_LINE, role=tongue.say(ROLE_NAMES[one.role]), name=one.name)
        for one in facts.roles
    )
    return {
        "changed": writer.lines(facts.changed, LONGEST_LINE),
        "conditions": writer.lines(facts.conditions, LONGEST_LINE),
        "actions": writer.lines(facts.actions, LONGEST_LINE),
        "needs": writer.lines(facts.needs, LONGEST_LINE),
        "roles": writer.lines(held, LONGEST_LINE),
    }


def _times(writer: Writer, facts: UpdateFacts) -> dict[str, Plain]:
    return {
        "at": writer.time(facts.at),
        "started": writer.time(facts.started),
        "resolved": writer.time(facts.resolved),
        "eta": writer.time(facts.eta),
        "next_update": writer.time(facts.next_update_at),
        "previous": writer.time(facts.previous_at),
        "promised": writer.time(facts.promised_at),
        "postmortem": writer.time(facts.postmortem_at),
        "duration": writer.span(facts.duration),
        "late_by": writer.span(facts.late_by),
        "cadence": writer.span(facts.cadence),
    }


def _status(moment: UpdateMoment, facts: UpdateFacts) -> Status:
    """A preview of an end speaks of it before it has come."""
    ends = _CLOSING.get(moment, (facts.status,))
    return facts.status if facts.status in ends else ends[0]


def _level(writer: Writer, key: str | None, policy: Policy) -> str | None:
    level = policy.severities.get(key) if key else None
    name = level.named(writer.tongue.locale) if level else (key or "").upper()
    return writer.line(name, LONGEST_LINE)
