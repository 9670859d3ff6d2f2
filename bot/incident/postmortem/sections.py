"""The sections of a post-mortem in their order, and what each asks of whoever writes it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from bot.incident.text import folded
from bot.language import LOCALES, N_, Tongue


class Template(StrEnum):
    FULL = "full"
    SHORT = "short"
    """Of small incidents and false alarms."""


class Section(StrEnum):
    SUMMARY = "summary"
    IMPACT = "impact"
    FIGURES = "figures"
    TIMELINE = "timeline"
    DETECTION = "detection"
    TRIGGER = "trigger"
    CAUSE = "cause"
    FACTORS = "factors"
    RESOLUTION = "resolution"
    RESPONSE = "response"
    WENT_WELL = "went_well"
    WENT_BADLY = "went_badly"
    LUCKY = "lucky"
    LESSONS = "lessons"
    ACTIONS = "actions"
    PARKED = "parked"
    UPDATES = "updates"
    ALERTS = "alerts"
    PEOPLE = "people"
    REPEATS = "repeats"
    EVIDENCE = "evidence"
    COMPLETENESS = "completeness"


_LEFT_OUT_OF_THE_SHORT = frozenset(
    {
        Section.DETECTION,
        Section.TRIGGER,
        Section.FACTORS,
        Section.RESPONSE,
        Section.WENT_WELL,
        Section.WENT_BADLY,
        Section.LUCKY,
        Section.ALERTS,
        Section.REPEATS,
    }
)
SECTIONS: Mapping[Template, tuple[Section, ...]] = {
    Template.FULL: tuple(Section),
    Template.SHORT: tuple(one for one in Section if one not in _LEFT_OUT_OF_THE_SHORT),
}

NAMES: Mapping[Section, str] = {
    Section.SUMMARY: N_("Summary"),
    Section.IMPACT: N_("Impact"),
    Section.FIGURES: N_("Key figures"),
    Section.TIMELINE: N_("Timeline"),
    Section.DETECTION: N_("Detection"),
    Section.TRIGGER: N_("Trigger"),
    Section.CAUSE: N_("Root cause"),
    Section.FACTORS: N_("Contributing factors"),
    Section.RESOLUTION: N_("Resolution"),
    Section.RESPONSE: N_("Response"),
    Section.WENT_WELL: N_("What went well"),
    Section.WENT_BADLY: N_("What went less well"),
    Section.LUCKY: N_("Where we were lucky"),
    Section.LESSONS: N_("Lessons"),
    Section.ACTIONS: N_("Action items"),
    Section.PARKED: N_("Parked questions"),
    Section.UPDATES: N_("Updates sent"),
    Section.ALERTS: N_("Alerts"),
    Section.PEOPLE: N_("People by role"),
    Section.REPEATS: N_("Similar incidents"),
    Section.EVIDENCE: N_("Evidence"),
    Section.COMPLETENESS: N_("Completeness"),
}

QUESTIONS: Mapping[Section, tuple[str, ...]] = {
    Section.DETECTION: (N_("How was it noticed, and what would have shown it sooner?"),),
    Section.FACTORS: (
        N_("Preparation: which runbook, test or limit was missing or out of date?"),
        N_("What had changed shortly before?"),
    ),
    Section.RESOLUTION: (N_("Rollback: was it possible, tried, and as fast as expected?"),),
    Section.RESPONSE: (
        N_("Communication: who heard too late, or too little?"),
        N_("Decisions: what was known when each was made, and what was still open?"),
        N_("Tools: which access, dashboard or command was missing or slow?"),
        N_("Support: what did customers ask, and what could they be told?"),
    ),
    Section.LESSONS: (N_("What would help the next person on call most?"),),
}
"""Optional: they guide whoever writes, and stand in no file."""


def name_of(tongue: Tongue, section: Section) -> str:
    return tongue.say(NAMES[section])


def section_named(typed: str) -> Section | None:
    """By its key or its name in any language: `went well`, `Chronologie`."""
    wanted = folded(typed)
    for section in Section:
        names = {folded(name_of(Tongue(locale), section)) for locale in LOCALES}
        if wanted in {section.value, section.value.replace("_", " "), *names}:
            return section
    return None
