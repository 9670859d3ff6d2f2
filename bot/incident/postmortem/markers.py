"""What the ledger does not hold and nobody has written yet: counted, and never guessed.

It follows from the incident's state and its tasks alone, so that the card can count it too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.incident.incident import Incident
from bot.incident.postmortem.sections import SECTIONS, Section
from bot.incident.task import Task, TaskKind, TaskState
from bot.language import N_, Tongue

MARK = N_("TO DO")


@dataclass(frozen=True, slots=True)
class Marker:
    section: Section
    what: str
    """What is missing, to be said in the document's language."""
    parts: Mapping[str, object] = field(default_factory=dict)
    inside: bool = False
    """It stands in the words that somebody wrote."""

    def said(self, tongue: Tongue) -> str:
        return f"{tongue.say(MARK)} - {tongue.say(self.what, **self.parts)}"


_WANTED: Mapping[Section, str] = {
    Section.SUMMARY: N_("what happened, in five lines at most"),
    Section.DETECTION: N_("how it was noticed"),
    Section.TRIGGER: N_("what set it off"),
    Section.CAUSE: N_("the cause in a sentence, or that it is not known"),
    Section.FACTORS: N_("what contributed to it, one by one"),
    Section.WENT_WELL: N_("what went well"),
    Section.WENT_BADLY: N_("what went less well"),
    Section.LUCKY: N_("where we were lucky"),
    Section.LESSONS: N_("what we learned"),
}
"""What only people can tell."""
_IMPACT = N_("who was affected, how, and how many")
_STARTED = N_("when the impact began")
_RESOLUTION = N_("what was done, and which way was taken")
_ACTIONS = N_("what is to be done so that it does not come back")
_OWNER = N_("the owner of action item {number}")
_DUE = N_("the due date of action item {number}")
_INSIDE = N_("a place in the text that is marked")


def markers(incident: Incident, tasks: Sequence[Task]) -> list[Marker]:
    """In the order of the document."""
    sections = SECTIONS[incident.postmortem.template]
    found = [marker for marker in _markers(incident, tasks) if marker.section in sections]
    return sorted(found, key=lambda marker: sections.index(marker.section))


def _markers(incident: Incident, tasks: Sequence[Task]) -> Iterator[Marker]:
    written = incident.postmortem.written
    for section, what in _WANTED.items():
        if section not in written:
            yield Marker(section, what)
    if not incident.impact and Section.IMPACT not in written:
        yield Marker(Section.IMPACT, _IMPACT)
    if incident.moments.started is None:
        yield Marker(Section.IMPACT, _STARTED)
    if not incident.resolution and Section.RESOLUTION not in written:
        yield Marker(Section.RESOLUTION, _RESOLUTION)
    yield from _of_actions(actions_of(tasks), Section.ACTIONS in written)
    for section, count in written.items():
        yield from [Marker(section, _INSIDE, inside=True)] * count


def _of_actions(actions: Sequence[Task], written: bool) -> Iterator[Marker]:
    if not actions and not written:
        yield Marker(Section.ACTIONS, _ACTIONS)
    for action in actions:
        if action.is_open and action.owner is None:
            yield Marker(Section.ACTIONS, _OWNER, {"number": action.number})
        if action.is_open and action.due_at is None:
            yield Marker(Section.ACTIONS, _DUE, {"number": action.number})


def actions_of(tasks: Sequence[Task]) -> list[Task]:
    """What came of tasks that were carried over is among them."""
    found = (one for one in tasks if one.kind is TaskKind.ACTION)
    return [one for one in found if one.state is not TaskState.CARRIED]


def completeness(incident: Incident, tasks: Sequence[Task]) -> tuple[int, int]:
    """Of the sections that ask for something, how many have it; and how many there are."""
    sections = SECTIONS[incident.postmortem.template]
    asking = {*_WANTED, Section.IMPACT, Section.RESOLUTION, Section.ACTIONS} & {*sections}
    lacking = {marker.section for marker in markers(incident, tasks)}
    return len(asking - lacking), len(asking)
