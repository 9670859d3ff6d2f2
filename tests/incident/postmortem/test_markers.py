"""Markers are what the ledger lacks and nobody wrote; the document shows exactly those."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from bot.incident.ids import IncidentId, UserId
from bot.incident.incident import Incident
from bot.incident.moments import Moments
from bot.incident.postmortem.document import document
from bot.incident.postmortem.evidence import Evidence
from bot.incident.postmortem.markers import completeness, markers
from bot.incident.postmortem.sections import SECTIONS, Section, Template, section_named
from bot.incident.postmortem.state import Postmortem
from bot.incident.task import Task, TaskId, TaskKind, TaskState
from bot.language import Tongue
from tests.storage.values import ANA, NOW, incident


def action(number: int = 1, **parts: object) -> Task:
    plain = {
        "id": TaskId(str(number)),
        "incident": IncidentId("incident-1"),
        "kind": TaskKind.ACTION,
        "number": number,
        "text": "Add an alert",
        "created_by": ANA,
        "created_at": NOW,
    }
    return Task.model_validate(plain | parts)


def drafted(written: Mapping[Section, int] | None = None, **parts: Any) -> Incident:
    template = Template(str(parts.pop("template", "full")))
    state = Postmortem(template=template, drafted_at=NOW, written=dict(written or {}))
    return incident(postmortem=state, **parts)


def lacking(one: Incident, *tasks: Task) -> list[Section]:
    return [marker.section for marker in markers(one, tasks)]


def test_nothing_known_is_a_marker_for_everything_that_is_asked_for() -> None:
    assert lacking(drafted()) == [
        Section.SUMMARY,
        Section.IMPACT,
        Section.IMPACT,
        Section.DETECTION,
        Section.TRIGGER,
        Section.CAUSE,
        Section.FACTORS,
        Section.RESOLUTION,
        Section.WENT_WELL,
        Section.WENT_BADLY,
        Section.LUCKY,
        Section.LESSONS,
        Section.ACTIONS,
    ]


def test_what_the_ledger_holds_is_no_marker() -> None:
    known = drafted(impact="Nobody can pay", resolution="Rolled back", moments=Moments(started=NOW))
    owned = action(owner=ANA, due_at=NOW + timedelta(days=7))

    assert {Section.IMPACT, Section.RESOLUTION, Section.ACTIONS}.isdisjoint(lacking(known, owned))


def test_an_open_action_lacks_its_owner_and_its_date() -> None:
    assert lacking(drafted(), action()).count(Section.ACTIONS) == 2
    done = action(state=TaskState.DONE)
    assert lacking(drafted(), done).count(Section.ACTIONS) == 0
    carried = action(state=TaskState.CARRIED)
    assert lacking(drafted(), carried).count(Section.ACTIONS) == 1


def test_words_answer_for_their_section_and_their_own_markers_count() -> None:
    written = drafted({Section.SUMMARY: 0, Section.CAUSE: 2})

    assert Section.SUMMARY not in lacking(written)
    assert lacking(written).count(Section.CAUSE) == 2
    assert all(marker.inside for marker in markers(written, ()) if marker.section is Section.CAUSE)


def test_the_short_template_asks_for_its_own_sections_only() -> None:
    assert set(lacking(drafted(template="short"))) <= set(SECTIONS[Template.SHORT])
    assert Section.FACTORS not in lacking(drafted(template="short"))


@pytest.mark.parametrize("template", list(Template))
def test_the_document_shows_exactly_the_markers_that_are_counted(template: Template) -> None:
    one, tasks = drafted({Section.CAUSE: 1}, template=template.value), [action()]

    made = document(Evidence(incident=one, tasks=tasks), Tongue())

    assert made.markers == markers(one, tasks)


def test_completeness_counts_sections_that_lack_nothing() -> None:
    assert completeness(drafted(), ()) == (0, 12)
    assert completeness(drafted({Section.SUMMARY: 0, Section.CAUSE: 1}), ()) == (1, 12)


@pytest.mark.parametrize("section", list(Section))
def test_a_section_is_found_by_its_key_and_its_names(section: Section) -> None:
    assert section_named(section.value) is section
    assert section_named(section.value.upper().replace("_", " ")) is section
    assert section_named(f"not {section.value}") is None


def test_a_marker_is_said_in_the_documents_language() -> None:
    [first, *_] = markers(drafted(), ())

    assert first.said(Tongue()).startswith("TO DO - ")
    assert first.said(Tongue("fr")).startswith("À COMPLÉTER - ")


def test_nobody_unknown_is_named() -> None:
    assert Evidence(incident=incident()).name(UserId("U0X")) == "U0X"
