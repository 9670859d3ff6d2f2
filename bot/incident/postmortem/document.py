"""The whole post-mortem as a value: what each section says, from the ledger and from people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.incident.postmortem import record_parts, repeats_part, story_parts
from bot.incident.postmortem.alert_part import alerts
from bot.incident.postmortem.blameless import blameless, without_blame
from bot.incident.postmortem.evidence import Evidence
from bot.incident.postmortem.figures_part import key_figures
from bot.incident.postmortem.markers import Marker, markers
from bot.incident.postmortem.parts import NOTHING, Part
from bot.incident.postmortem.revisions import Piece, Revision, Taken, newest, taken_now
from bot.incident.postmortem.sections import SECTIONS, Section
from bot.incident.postmortem.sentences import Teller
from bot.incident.postmortem.timeline_part import timeline
from bot.language import Tongue

PARTS: Mapping[Section, Callable[[Teller], Part]] = {
    Section.SUMMARY: story_parts.summary,
    Section.IMPACT: story_parts.impact,
    Section.FIGURES: key_figures,
    Section.TIMELINE: timeline,
    Section.DETECTION: story_parts.detection,
    Section.CAUSE: story_parts.cause,
    Section.FACTORS: story_parts.hypotheses,
    Section.RESOLUTION: story_parts.resolution,
    Section.RESPONSE: story_parts.response,
    Section.ACTIONS: story_parts.actions,
    Section.PARKED: story_parts.parked,
    Section.UPDATES: record_parts.updates,
    Section.ALERTS: alerts,
    Section.PEOPLE: record_parts.people,
    Section.REPEATS: repeats_part.repeats,
    Section.EVIDENCE: record_parts.evidence,
    Section.COMPLETENESS: record_parts.completeness_told,
}
"""Sections without a part are people's alone."""


@dataclass(frozen=True, slots=True)
class Told:
    """One section. `part`: as the ledger has it now, also where somebody took it over."""

    section: Section
    part: Part
    markers: tuple[Marker, ...]
    words: Revision | None = None
    facts: Revision | None = None
    taken: Taken | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.part.rows or self.words or self.taken or self.markers)


@dataclass(frozen=True, slots=True)
class Document:
    evidence: Evidence
    tongue: Tongue
    told: tuple[Told, ...]

    @property
    def markers(self) -> list[Marker]:
        return [marker for one in self.told for marker in one.markers]

    @property
    def title(self) -> str:
        return without_blame(self.evidence.incident.title, self.evidence, self.tongue)

    def section(self, section: Section) -> Told:
        return next(one for one in self.told if one.section is section)


def document(evidence: Evidence, tongue: Tongue) -> Document:
    """Pure: the same evidence gives the same document."""
    teller = Teller(evidence, tongue)
    lacking = markers(evidence.incident, evidence.tasks)
    sections = SECTIONS[evidence.incident.postmortem.template]
    told = (_told(teller, section, lacking) for section in sections)
    return Document(evidence, tongue, tuple(told))


def part_of(teller: Teller, section: Section) -> Part:
    draw = PARTS.get(section)
    return blameless(draw(teller), teller.evidence, teller.tongue) if draw else NOTHING


def _told(teller: Teller, section: Section, lacking: list[Marker]) -> Told:
    part = part_of(teller, section)
    facts = newest(teller.evidence.revisions, section, Piece.FACTS)
    return Told(
        section=section,
        part=part,
        markers=tuple(one for one in lacking if one.section is section),
        words=newest(teller.evidence.revisions, section, Piece.WORDS),
        facts=facts,
        taken=taken_now(facts, part) if facts else None,
    )
