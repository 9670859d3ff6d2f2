"""What the ledger holds for the sections that people write: shown above their words."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident import changes as c
from bot.incident import updates_facts as u
from bot.incident.action_words import reason_said
from bot.incident.entry import EntryKind
from bot.incident.escalation_facts import Paged, PickedUp
from bot.incident.moments import Moment
from bot.incident.postmortem.figures import impact_time
from bot.incident.postmortem.markers import actions_of
from bot.incident.postmortem.parts import Part, Row
from bot.incident.postmortem.sentences import DELETED, Teller
from bot.incident.postmortem.words import clock, severity_named, span
from bot.incident.service import service_keyed
from bot.incident.task import Task, TaskState
from bot.incident.timeline import TimelineEntry
from bot.language import N_

_ACTIONS = (N_("Action item"), N_("Type"), N_("Owner"), N_("Due"), N_("State"))
_WONT_DO = N_("won't do")


def summary(teller: Teller) -> Part:
    evidence, tongue = teller.evidence, teller.tongue
    incident, say = evidence.incident, teller.tongue.say
    level = severity_named(evidence.policy, tongue, incident.severity)
    status = say("Status: {status}", status=say(incident.status.value))
    rows = [
        evidence.untimed(
            "severity", say("Severity: {after}", after=level), at=evidence.last(c.SeverityChanged)
        ),
        evidence.untimed("status", status, at=evidence.last(c.StatusChanged)),
    ]
    service = service_keyed(evidence.policy.services, incident.service)
    if service is not None:
        said = say("Service: {service}", service=service.named(tongue.locale))
        rows.append(evidence.untimed("service", said, at=evidence.last(c.ServiceChanged)))
    return Part(rows=(*rows, *_span(teller), *resolution_noted(teller)))


def _span(teller: Teller) -> Iterator[Row]:
    moments, say = teller.evidence.incident.moments, teller.tongue.say
    for moment in Moment:
        at = moments.at(moment)
        if at is not None:
            said = say("{moment}: {at}", moment=say(moment.value), at=clock(at))
            yield teller.evidence.untimed(f"moment:{moment}", said, at=at)


def resolution_noted(teller: Teller) -> Iterator[Row]:
    evidence, say = teller.evidence, teller.tongue.say
    incident, at = evidence.incident, evidence.last(c.ResolutionNoted, c.StatusChanged)
    if incident.resolution:
        yield evidence.untimed("done", say("Done: {done}", done=incident.resolution), at=at)
    if incident.lasting:
        said = say("Stays behind: {lasting}", lasting=incident.lasting)
        yield evidence.untimed("lasting", said, at=at)


def impact(teller: Teller) -> Part:
    evidence, say = teller.evidence, teller.tongue.say
    rows: list[Row] = []
    if evidence.incident.impact:
        said = say("Impact: {impact}", impact=evidence.incident.impact)
        rows.append(evidence.untimed("impact", said, at=evidence.last(c.ImpactChanged)))
    lasted = impact_time(evidence.incident, evidence.facts)
    if lasted is not None:
        said = say("Impact time: {span}", span=span(teller.tongue, lasted))
        rows.append(evidence.untimed("impact_time", said, at=evidence.last(c.StatusChanged)))
    rows += _facts(teller, (c.ImpactChanged, c.SeverityChanged))
    return Part(rows=tuple(rows))


def detection(teller: Teller) -> Part:
    evidence, say = teller.evidence, teller.tongue.say
    incident = evidence.incident
    name = evidence.name(incident.declared_by)
    row = evidence.row(
        "declared",
        say("Declared by {name}", name=name),
        at=incident.declared_at,
        link=evidence.of_effect("card"),
    )
    picked = _facts(teller, (PickedUp,))
    return Part(rows=(row, *picked))


def cause(teller: Teller) -> Part:
    """As it was told in updates; nothing else holds one."""
    rows = []
    for number, one in enumerate(teller.evidence.facts):
        if isinstance(one.fact, u.UpdateSent) and one.fact.letter.cause:
            said = teller.tongue.say("As told in an update: {cause}", cause=one.fact.letter.cause)
            link = teller.evidence.of_effect(f"update:{one.fact.id}:")
            key = f"cause:{teller.evidence.keys[number]}"
            rows.append(teller.evidence.row(key, said, at=one.occurred_at, link=link))
    return Part(rows=tuple(rows))


def hypotheses(teller: Teller) -> Part:
    return _entries(teller, EntryKind.HYPOTHESIS)


def parked(teller: Teller) -> Part:
    return _entries(teller, EntryKind.PARKED, kind_said=False)


def resolution(teller: Teller) -> Part:
    """What was decided and done, and which way was taken."""
    chosen = [
        *_facts(teller, (c.WayChosen,), typed_too=False),
        *_entries(teller, EntryKind.DECISION, EntryKind.ACTION).rows,
    ]
    ordered = sorted(chosen, key=lambda row: row.at or teller.evidence.incident.declared_at)
    return Part(rows=(*ordered, *resolution_noted(teller)))


def response(teller: Teller) -> Part:
    """Who was called, who took it up, and what was handed over."""
    kinds = (Paged, PickedUp, c.RoleTaken, c.RoleDropped, c.HandoverEnded)
    return Part(rows=tuple(_facts(teller, kinds)))


def actions(teller: Teller) -> Part:
    evidence, say = teller.evidence, teller.tongue.say
    rows = []
    for one in actions_of(evidence.tasks):
        text = say(DELETED) if one.struck else one.text or say("See the message")
        owner = evidence.name(one.owner) if one.owner else say("nobody yet")
        if one.given_by:
            owner = say("{owner}, not accepted yet", owner=owner)
        due = f"{one.due_at:%Y-%m-%d}" if one.due_at else say("no date yet")
        type = say(one.type.value) if one.type else ""
        cells = (f"{one.number}. {text}", type, owner, due, _state(teller, one))
        link = evidence.of_task(one)
        rows.append(evidence.untimed(f"task:{one.id}", *cells, at=one.created_at, link=link))
    return Part(columns=tuple(say(column) for column in _ACTIONS), rows=tuple(rows))


def _state(teller: Teller, action: Task) -> str:
    """What is not done stays visible, with the reason that somebody gave; of what is done, where
    it can be seen.
    """
    say = teller.tongue.say
    if action.state is not TaskState.DROPPED:
        state = say(action.state.value)
        return f"{state} · {action.reason}" if action.reason else state
    if not action.reason:
        return say(_WONT_DO)
    why = say("Because: {reason}", reason=reason_said(teller.tongue, action.reason))
    return f"{say(_WONT_DO)} · {why}"


def _facts(teller: Teller, kinds: tuple[type, ...], *, typed_too: bool = True) -> Iterator[Row]:
    for number, one in enumerate(teller.evidence.facts):
        if isinstance(one.fact, kinds) and (typed_too or not getattr(one.fact, "entry", None)):
            yield from _fact(teller, one, teller.evidence.keys[number])


def _fact(teller: Teller, one: TimelineEntry, key: str) -> Iterator[Row]:
    said = teller.fact(one.fact)
    if said:
        yield teller.evidence.row(key, said, at=one.occurred_at)


def _entries(teller: Teller, *kinds: EntryKind, kind_said: bool = True) -> Part:
    evidence = teller.evidence
    rows = (
        evidence.row(
            f"entry:{one.id}",
            teller.entry(one) if kind_said else teller.words(one),
            at=one.occurred_at,
            link=evidence.of_entry(one),
        )
        for one in evidence.entries
        if one.kind in kinds and one.shown
    )
    return Part(rows=tuple(rows))
