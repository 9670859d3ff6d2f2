"""A name beside words that blame becomes a role in what a draft quotes, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from bot.incident.changes import RoleTaken
from bot.incident.entry import Entry, EntryId, EntryKind
from bot.incident.ids import IncidentId, UserId
from bot.incident.incident import Incident
from bot.incident.person import Person
from bot.incident.postmortem.document import document
from bot.incident.postmortem.evidence import Evidence
from bot.incident.postmortem.sections import Section
from bot.incident.roles import Role
from bot.incident.timeline import TimelineEntry
from bot.language import Tongue
from tests.storage.values import ANA, BEN, NOW, incident, minutes

NAMES = ((ANA, "ana", False), (BEN, "Ben Li", False), (UserId("U0WEB"), "Webhook", True))
PEOPLE = {
    str(id): Person(id=id, name=name, is_bot=is_bot, known_at=NOW) for id, name, is_bot in NAMES
}


def took(role: Role, user: UserId, at: float) -> TimelineEntry:
    when, fact = minutes(at), RoleTaken(role=role, user=user)
    id = IncidentId("incident-1")
    return TimelineEntry(incident=id, occurred_at=when, recorded_at=when, fact=fact)


FACTS = (took(Role.TECH, ANA, 1), took(Role.IC, ANA, 10))


def entry(text: str, at: float = 5) -> Entry:
    when, kind = minutes(at), EntryKind.PARKED
    given: dict[str, Any] = {"kind": kind, "occurred_at": when, "recorded_at": when}
    return Entry(
        id=EntryId("1"),
        incident=IncidentId("incident-1"),
        touched_at=when,
        text=text,
        typed=True,
        **given,
    )


def told(
    text: str, locale: str = "en", about: Incident | None = None, facts: Sequence[Any] = FACTS
) -> str:
    evidence = Evidence(
        incident=about or incident(), facts=facts, entries=[entry(text)], people=PEOPLE
    )
    [row] = document(evidence, Tongue(locale)).section(Section.PARKED).part.rows
    return row.cells[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ana should have tested it", "[technical lead] should have tested it"),
        ("Ana should have tested it", "[technical lead] should have tested it"),
        ("Why? Ben forgot the flag", "Why? [responder] forgot the flag"),
        ("It broke because Ben Li forgot it", "It broke because [responder] forgot it"),
        ("Thanks ana. Nobody is to blame", "Thanks ana. Nobody is to blame"),
        ("ana knows the gateway", "ana knows the gateway"),
        ("“ana should have tested it”", "“ana should have tested it”"),
        ("Webhook failed to answer", "Webhook failed to answer"),
    ],
)
def test_a_name_beside_blame_is_a_role(text: str, said: str) -> None:
    assert told(text) == said


def test_it_is_the_role_that_they_held_then_in_the_language_of_the_document() -> None:
    facts = (took(Role.SCRIBE, ANA, 1), took(Role.SCRIBE, BEN, 4))

    assert told("ana a oublié", "fr", facts=facts) == "[intervenant·e] a oublié"
    assert told("ana a oublié le certificat", "fr", facts=facts[:1]) == (
        "[scribe (main courante)] a oublié le certificat"
    )
    assert told("ben Li a oublié, Ben Li a oublié", "fr").count("[intervenant") == 1


def test_a_title_that_blames_somebody_names_nobody() -> None:
    evidence = Evidence(incident=incident(title="ana broke checkout"), people=PEOPLE, facts=FACTS)

    made = document(evidence, Tongue())

    assert made.title == "[technical lead] broke checkout"
