"""Earlier incidents in a post-mortem: which it repeats, which it is like and why, what they left.

A private incident is named nowhere: only what everybody may see is in the evidence.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident.changes import RelatedLinked
from bot.incident.postmortem.parts import Part, Row
from bot.incident.postmortem.sentences import DELETED, Teller
from bot.incident.repeat_facts import RepeatConfirmed
from bot.incident.repeats import BECAUSE, Past
from bot.incident.task import Task


def repeats(teller: Teller) -> Part:
    earlier = teller.evidence.earlier
    past = [row for one in earlier.past for row in (_past(teller, one), *_left(teller, one))]
    return Part(rows=(*_before(teller), *past, *_named(teller)))


def _before(teller: Teller) -> Iterator[Row]:
    """How often it has happened before, and what was still to be done against it."""
    say, earlier = teller.tongue.say, teller.evidence.earlier
    if earlier.chain:
        references = ", ".join(f"INC-{number}" for number in earlier.chain)
        parts = {"count": len(earlier.chain), "references": references}
        said = say("Times it had happened before: {count} ({references})", **parts)
        yield Row(key="times", cells=(said,))
    left = [task for one in earlier.past for task in one.actions]
    if left:
        begun = teller.evidence.incident.declared_at
        late = sum(task.due_at is not None and task.due_at < begun for task in left)
        parts = {"count": len(left), "late": late}
        said = say("Action items left open by these: {count}, late when it began: {late}", **parts)
        yield Row(key="left", cells=(said,))


def _past(teller: Teller, past: Past) -> Row:
    said = f"{past.reference} {past.title}, {past.declared_at:%Y-%m-%d}"
    why = " · ".join(_reasons(teller, past.number))
    key, link = f"past:{past.number}", _room(teller, past)
    return Row(key=key, cells=(f"{said}: {why}" if why else said,), link=link, shows="channel")


def _reasons(teller: Teller, number: int) -> Iterator[str]:
    """What somebody said, and what was found."""
    say, evidence = teller.tongue.say, teller.evidence
    if number in evidence.incident.repeats.of:
        said = (one for one in evidence.facts if one.fact == RepeatConfirmed(number=number))
        by = next((one.by for one in reversed([*said])), None)
        yield say("a repeat, says {name}", name=evidence.name(by) if by else "?")
    for one in evidence.incident.repeats.similar:
        if one.number == number:
            yield say(BECAUSE[one.because])


def _left(teller: Teller, past: Past) -> Iterator[Row]:
    for task in past.actions:
        said = teller.tongue.say(
            "{reference}, still to do: {text}",
            reference=past.reference,
            text=_told(teller, task),
        )
        link = _room(teller, past)
        yield Row(key=f"left:{task.id}", cells=(said,), link=link, shows="channel")


def _told(teller: Teller, task: Task) -> str:
    """Words of a message may be deleted in their channel, and are repeated in no other."""
    say, evidence = teller.tongue.say, teller.evidence
    own = task.source is None or task.by_hand
    text = f"{task.number}. {task.text}" if own else say("action item {number}", number=task.number)
    owner = evidence.name(task.owner) if task.owner else say("nobody yet")
    due = f"{task.due_at:%Y-%m-%d}" if task.due_at else say("no date yet")
    return f"{say(DELETED) if task.struck else text} ({owner}, {due})"


def _named(teller: Teller) -> Iterator[Row]:
    """Those that nobody has compared with it, and those that people linked."""
    say, evidence = teller.tongue.say, teller.evidence
    incident, visible = evidence.incident, evidence.earlier.visible
    shown = {one.number for one in evidence.earlier.past}
    for number in incident.alike:
        if number in visible and number not in shown:
            said = say("Similar: INC-{number}", number=number)
            yield evidence.untimed(f"alike:{number}", said, at=incident.declared_at)
    for number in incident.related:
        if number in visible:
            linked = RelatedLinked(number=number)
            at = next((one.occurred_at for one in evidence.facts if one.fact == linked), None)
            said = say("Related to INC-{number}", number=number)
            yield evidence.untimed(f"related:{number}", said, at=at or incident.declared_at)


def _room(teller: Teller, past: Past) -> str:
    site = teller.evidence.site.rstrip("/")
    return f"{site}/archives/{past.channel}" if site and past.channel else ""
