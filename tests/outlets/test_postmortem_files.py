"""A post-mortem as a file: what people wrote is text in it, and a broken template falls back."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.app.checkup import pdf_findings
from bot.incident.changes import StatusChanged
from bot.incident.entry import Entry, EntryId, EntryKind
from bot.incident.evolve import replay
from bot.incident.export_errors import NoPdf
from bot.incident.ids import ChannelId, IncidentId, MessageTs, UserId
from bot.incident.incident import Incident
from bot.incident.lifecycle import Status
from bot.incident.message import Said
from bot.incident.policy import Policy
from bot.incident.postmortem.document import document
from bot.incident.postmortem.evidence import Evidence
from bot.incident.postmortem.revisions import Piece, Revision, RevisionId
from bot.incident.postmortem.sections import Section
from bot.incident.timeline import Declared, Fact, TimelineEntry
from bot.language import Tongue
from bot.outlets.own_templates import OwnTemplates
from bot.outlets.postmortem.check import postmortem_problems
from bot.outlets.postmortem.files import as_markdown, as_page
from bot.outlets.postmortem.pdf import as_pdf, lacking
from bot.outlets.postmortem.picture import picture
from bot.outlets.postmortem.widths import widths
from bot.outlets.templates import Templates
from bot.response.export import Means
from tests.lengths import quick

AT = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
ANA, ROOM = UserId("U0ANA"), ChannelId("C1")
HOSTILE = "<script>alert(1)</script> *b* [x](javascript:y) `c` <!channel> {{ 7 * 7 }} | # & \u202e"


def fact(minutes: float, fact: Fact) -> TimelineEntry:
    at = AT + timedelta(minutes=minutes)
    return TimelineEntry(
        incident=IncidentId("i"), occurred_at=at, recorded_at=at, by=ANA, fact=fact
    )


def evidence(text: str = HOSTILE, *, ends: float = 26 * 60 + 5) -> Evidence:
    """Declared half an hour before midnight."""
    facts = [
        fact(0, Declared(title=text, severity="sev1", impact=text)),
        fact(ends, StatusChanged(before=Status.INVESTIGATING, after=Status.RESOLVED)),
    ]
    empty = Incident(
        id=IncidentId("i"), number=42, title="", severity="", declared_by=ANA, declared_at=AT
    )
    incident = replay(empty, facts).model_copy(update={"channel": ROOM})
    moments = incident.moments.model_copy(update={"started": AT})
    entry = Entry(
        id=EntryId("e"),
        incident=incident.id,
        kind=EntryKind.NOTE,
        occurred_at=AT + timedelta(hours=1),
        recorded_at=AT,
        by=ANA,
        by_name=text,
        text=text,
        channel=ROOM,
        ts=MessageTs("1772497800.000100"),
        marked=True,
        touched_at=AT,
    )
    words = Revision(
        id=RevisionId("r"),
        incident=incident.id,
        number=1,
        section=Section.SUMMARY,
        piece=Piece.WORDS,
        by=ANA,
        at=AT,
        words=f"*Bold* and\n- {text}\n- <https://example.com|a link>",
    )
    return Evidence(
        incident=incident.model_copy(update={"moments": moments}),
        facts=facts,
        entries=[entry],
        said=[Said(MessageTs("1772494200.000100"), ANA)],
        revisions=[words],
        site="https://example.slack.com/",
    )


@cache
def shipped_templates() -> Templates:
    return Templates()


def means(own: Path | None = None, heard: list[str] | None = None) -> Means:
    def warn(path: str, why: str) -> None:
        if heard is not None:
            heard.append(f"{path}: {why}")

    templates = Templates(OwnTemplates(own), warn=warn) if own else shipped_templates()
    return Means(Tongue(), Policy(), templates.render)


def page(locale: str = "en") -> str:
    return as_page(document(evidence(), Tongue(locale)), means()).decode()


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_what_people_wrote_is_text_in_the_page(locale: str) -> None:
    drawn = page(locale)

    assert "<script" not in drawn
    assert "javascript:" not in re.sub(r">[^<]*<", "><", drawn)
    assert "&lt;script&gt;alert(1)" in drawn
    assert "{{ 7 * 7 }}" in drawn
    assert "\u202e" not in drawn
    assert '<a href="https://example.slack.com/archives/C1/p1772497800000100">' in drawn
    assert f'<html lang="{locale}">' in drawn


def test_the_page_needs_nothing_from_elsewhere() -> None:
    drawn = page()

    assert not re.search(r"\b(src|srcset|data|action)=|@import|url\(|<link|<iframe", drawn)


def test_markdown_is_read_back_as_what_was_written() -> None:
    text = as_markdown(document(evidence(), Tongue()), means()).decode()
    read = MarkdownIt("commonmark").render(text)

    assert "<script" not in read
    assert "javascript:y" not in "".join(re.findall(r'href="([^"]*)"', read))
    assert "&lt;script&gt;alert(1)" in read
    assert "<strong>Bold</strong>" in read
    assert 'href="https://example.com"' in read
    assert "<h2>Key figures</h2>" in read


def test_more_than_a_day_is_printed_with_its_day() -> None:
    assert "1 d 2 h 05 min" in as_markdown(document(evidence(), Tongue()), means()).decode()
    french = as_markdown(document(evidence(), Tongue("fr")), means()).decode()
    assert "1 j 2 h 05 min" in french


def test_the_day_is_said_when_it_changes() -> None:
    text = as_markdown(document(evidence(), Tongue()), means()).decode()
    _, _, timeline = text.partition("## Timeline")
    days = re.findall(r"\*\*(\d{4}-\d\d-\d\d)\*\*", timeline.partition("\n## ")[0])

    assert days == ["2026-03-02", "2026-03-03", "2026-03-04"]


@pytest.mark.parametrize("minutes", [0, 1, 90, 26 * 60, 60 * 24 * 30])
def test_the_picture_is_well_formed_and_stays_in_its_frame(minutes: float) -> None:
    drawn = picture(evidence(ends=minutes), Tongue())

    tree = ElementTree.fromstring(drawn)  # noqa: S314 - drawn by ourselves
    width = float(tree.attrib["viewBox"].split()[2])
    for bar in tree.iter("{http://www.w3.org/2000/svg}rect"):
        assert 0 <= float(bar.attrib["x"]) <= width
        assert float(bar.attrib["x"]) + float(bar.attrib["width"]) <= width
    assert tree.find("{http://www.w3.org/2000/svg}title") is not None


def test_there_is_no_picture_while_it_goes_on() -> None:
    found = evidence()
    moments = found.incident.moments.model_copy(update={"resolved": None})
    ongoing = found.incident.model_copy(update={"moments": moments, "ended_at": None})

    assert picture(Evidence(incident=ongoing, facts=found.facts), Tongue()) == ""


def test_the_same_evidence_gives_the_same_bytes() -> None:
    assert page() == page()
    made = [as_markdown(document(evidence(), Tongue()), means()) for _ in range(2)]
    assert made[0] == made[1]


# Templates of a team's own


def own(folder: Path, name: str, text: str) -> Path:
    path = folder / "en" / "postmortem" / f"{name}.j2"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def test_a_template_of_their_own_orders_and_names_the_sections(tmp_path: Path) -> None:
    folder = own(tmp_path, "document.md", "# Ours: {{ title }}\n{{ sections[1].name }}")

    text = as_markdown(document(evidence("Down"), Tongue()), means(folder)).decode()

    assert text == "# Ours: Down\nImpact\n"


@pytest.mark.parametrize(
    "broken", ["{{ nothing }}", "{% for %}", "{{ title.__class__.mro() }}", "{{ 1 / 0 }}"]
)
def test_a_broken_one_falls_back_and_says_so(tmp_path: Path, broken: str) -> None:
    folder, heard = own(tmp_path, "page.html", broken), list[str]()

    drawn = as_page(document(evidence("Down"), Tongue()), means(folder, heard)).decode()

    assert "<h1>INC-42 Down</h1>" in drawn
    assert [line.partition(":")[0] for line in heard] == ["en/postmortem/page.html.j2"]
    assert len(postmortem_problems(OwnTemplates(folder))) >= 1


def test_the_shipped_templates_have_no_problem(tmp_path: Path) -> None:
    assert postmortem_problems(OwnTemplates(Path(__file__).parents[2] / "templates")) == []


def test_without_a_library_of_the_system_there_is_no_pdf_and_the_check_says_what_to_install() -> (
    None
):
    missing = lacking(("surely-not-there",))

    with pytest.raises(NoPdf):
        as_pdf(page().encode(), ("surely-not-there",))
    [finding] = pdf_findings(missing)
    assert finding.parts == {"missing": "surely-not-there"}
    assert "libpango-1.0-0" in finding.what
    assert pdf_findings([]) == []


@pytest.mark.long
@pytest.mark.parametrize("text", quick(["Down", HOSTILE], 0))
def test_a_pdf_is_made_of_the_page_or_the_way_to_it_is_told(text: str) -> None:
    drawn = as_page(document(evidence(text), Tongue()), means())
    if lacking():
        with pytest.raises(NoPdf):
            as_pdf(drawn)
        return

    made = as_pdf(drawn)

    assert made.startswith(b"%PDF-")
    assert made.rstrip().endswith(b"%%EOF")


# Columns of tables


@given(columns=st.lists(st.text(), max_size=6), data=st.data())
def test_columns_share_a_table_and_none_is_lost(columns: list[str], data: st.DataObject) -> None:
    row = st.lists(st.text(), max_size=7)
    found = widths(columns, data.draw(st.lists(row, max_size=5)))

    assert len(found) == len(columns)
    assert sum(found) == (100 if columns else 0)
    assert all(width > 0 for width in found)


def test_a_column_is_as_wide_as_what_stands_in_it() -> None:
    rows = [("02:46", "The queue is long, and growing since the deployment", "", "ana")] * 3

    time, what, impact, who = widths(("Time", "What", "Impact", "Who"), rows)

    assert what > 50 > time
    assert min(time, impact, who) > len("Impact")
