"""Facts that somebody edited are theirs; the ledger's news stands beside, and nothing is copied."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incident.ids import IncidentId, UserId
from bot.incident.postmortem.parts import Part, Row
from bot.incident.postmortem.revisions import (
    Line,
    Piece,
    Revision,
    RevisionId,
    basis_of,
    lines_typed,
    markers_in,
    newest,
    taken_now,
)
from bot.incident.postmortem.sections import Section

AT = datetime(2026, 3, 2, 22, 14, tzinfo=UTC)


def part(*texts: str) -> Part:
    return Part(rows=tuple(Row(key=text.split()[0], cells=(text,), at=AT) for text in texts))


def revision(number: int = 1, **parts: object) -> Revision:
    plain = {
        "id": RevisionId(str(number)),
        "incident": IncidentId("i"),
        "number": number,
        "section": Section.TIMELINE,
        "piece": Piece.FACTS,
        "by": UserId("U1"),
        "at": AT,
    }
    return Revision.model_validate(plain | parts)


def edited(before: Part, typed: str) -> Revision:
    lines = lines_typed(before, typed)
    assert lines is not None
    return revision(lines=lines, basis=basis_of(before))


BEFORE = part("a went up", "b came down", "c stayed")


def test_what_is_left_as_it_was_is_not_taken_over() -> None:
    assert lines_typed(BEFORE, BEFORE.text) is None
    assert lines_typed(BEFORE, BEFORE.text.replace(" · ", "  · ") + "\n\n") is None


def test_only_what_somebody_wrote_is_kept_in_words() -> None:
    made = edited(BEFORE, BEFORE.text.replace("came down", "fell"))

    assert made.lines == (
        Line(key="a"),
        Line(key="b", text="2026-03-02 22:14 · b fell"),
        Line(key="c"),
    )
    assert "went up" not in made.model_dump_json()


def test_their_lines_stand_and_untouched_ones_follow_the_ledger() -> None:
    made = edited(BEFORE, BEFORE.text.replace("came down", "fell"))

    now = taken_now(made, part("a went up and up", "b came down", "c stayed"))

    assert [line.split(" · ")[1] for line in now.lines] == [
        "a went up and up",
        "b fell",
        "c stayed",
    ]
    assert (now.differences, now.gone) == ((), 0)


def test_news_and_changes_under_what_they_rewrote_stand_beside() -> None:
    made = edited(BEFORE, BEFORE.text.replace("came down", "fell"))

    now = taken_now(made, part("a went up", "b came back", "c stayed", "d is new"))

    assert [row.key for row in now.differences] == ["b", "d"]


def test_what_is_deleted_elsewhere_is_gone_here_and_counted() -> None:
    made = edited(BEFORE, BEFORE.text.replace("came down", "fell"))

    now = taken_now(made, part("b came down"))

    assert [line.split(" · ")[1] for line in now.lines] == ["b fell"]
    assert now.gone == 2


def test_a_line_that_they_struck_out_stays_out_and_one_they_added_stays_in() -> None:
    typed = "\n".join([*BEFORE.text.split("\n")[1:], "and I saw smoke"])

    now = taken_now(edited(BEFORE, typed), BEFORE)

    assert now.lines[-1] == "and I saw smoke"
    assert len(now.lines) == 3
    assert now.differences == ()


@given(st.lists(st.sampled_from(["a one", "b two", "c three", "d four"]), unique=True), st.data())
def test_whatever_is_typed_is_what_stands_there(texts: list[str], data: st.DataObject) -> None:
    before = part(*texts)
    line = st.text("xyz ", min_size=1).map(str.strip).filter(bool)
    old = [row.line for row in before.rows]
    typed = data.draw(st.lists(line | st.sampled_from(old) if old else line))

    lines = lines_typed(before, "\n".join(typed))

    if lines is not None:
        now = taken_now(revision(lines=lines, basis=basis_of(before)), before)
        assert list(now.lines) == [" ".join(one.split()) for one in typed]
        assert (now.differences, now.gone) == ((), 0)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("", 0),
        ("TO DO: who? TO DO", 2),
        ("À COMPLÉTER", 1),
        ("A COMPLETER", 1),
        ("nothing to do", 0),
        ("TODOS", 0),
    ],
)
def test_markers_in_words_are_counted_in_both_languages(words: str, count: int) -> None:
    assert markers_in(words) == count


def test_the_newest_revision_counts_until_it_is_emptied() -> None:
    first, second = revision(1), revision(2, lines=(Line(text="x"),))
    words = revision(3, piece=Piece.WORDS, words="w")

    assert newest([second, first, words], Section.TIMELINE, Piece.FACTS) == second
    assert newest([first, revision(4, empty=True)], Section.TIMELINE, Piece.FACTS) is None
    assert newest([first], Section.IMPACT, Piece.FACTS) is None
