"""Whether a team's own templates of post-mortems can be used: each is tried on much and little."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.incident.entry import Entry, EntryId, EntryKind
from bot.incident.ids import ChannelId, IncidentId, MessageTs, UserId
from bot.incident.incident import Incident
from bot.incident.message import Said
from bot.incident.postmortem.document import Document, document
from bot.incident.postmortem.evidence import Evidence
from bot.incident.postmortem.revisions import Line, Piece, Revision, RevisionId
from bot.incident.postmortem.sections import Section, Template
from bot.incident.postmortem.state import Postmortem
from bot.language import LOCALES, Tongue
from bot.outlets.own_templates import SUFFIX, OwnTemplates
from bot.outlets.postmortem.forms import HTML, MARKDOWN
from bot.outlets.postmortem.values import values
from bot.outlets.templates import Shelf, TemplateRefused
from bot.shipped import shipped

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
_SOMEBODY, _ID = UserId("U0"), IncidentId("i")
NAMES = {"postmortem/document.md": MARKDOWN, "postmortem/page.html": HTML}


def postmortem_problems(own: OwnTemplates) -> list[str]:
    """The templates that would be passed over, each with the reason."""
    shelf = Shelf(own, shipped("templates"))
    return list(dict.fromkeys(_problems(own, shelf)))


def _problems(own: OwnTemplates, shelf: Shelf) -> Iterator[str]:
    for locale in LOCALES:
        for name, form in NAMES.items():
            path = f"{locale}/{name}{SUFFIX}"
            if path not in own:
                continue
            for sample in _samples(Tongue(locale)):
                try:
                    shelf.rendered(path, {**values(sample, form), "picture": ""})
                except TemplateRefused as refused:
                    yield f"{path}: {refused}"


def _samples(tongue: Tongue) -> Iterator[Document]:
    for template in Template:
        state = Postmortem(template=template, drafted_at=NOON)
        yield document(Evidence(incident=_incident(state)), tongue)
    yield document(_much(), tongue)


def _incident(state: Postmortem) -> Incident:
    return Incident(
        id=_ID,
        number=1,
        title="Title",
        severity="sev1",
        declared_by=_SOMEBODY,
        declared_at=NOON,
        postmortem=state,
        channel=ChannelId("C0"),
    )


def _much() -> Evidence:
    state = Postmortem(drafted_at=NOON, owner=_SOMEBODY, due_at=NOON + timedelta(days=2))
    entry = Entry(
        id=EntryId("e"),
        incident=_ID,
        kind=EntryKind.NOTE,
        occurred_at=NOON,
        recorded_at=NOON,
        text="Text",
        typed=True,
        touched_at=NOON,
    )
    return Evidence(
        incident=_incident(state),
        entries=[entry],
        said=[Said(MessageTs("1772452800.000100"), _SOMEBODY)],
        revisions=[
            _revision(1, Section.SUMMARY, piece=Piece.WORDS, words="Words"),
            _revision(2, Section.TIMELINE, lines=(Line(text="Mine"),), basis={"gone": "d"}),
        ],
        site="https://example.slack.com",
    )


def _revision(number: int, section: Section, **parts: object) -> Revision:
    plain = {"id": RevisionId(str(number)), "incident": _ID, "number": number, "at": NOON}
    whose = {"section": section, "piece": Piece.FACTS, "by": _SOMEBODY}
    return Revision.model_validate({**plain, **whose, **parts})
