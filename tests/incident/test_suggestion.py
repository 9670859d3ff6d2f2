"""Suggestions as values: marks in any order, when one pages, and when it folds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from bot.incident.due_suggestions import FOLDED_AFTER, is_folded, next_due, paging_at
from bot.incident.ids import SuggestionId, UserId
from bot.incident.pages import Page, PageId
from bot.incident.suggestion import (
    Gathered,
    Suggestion,
    SuggestionState,
    called,
    decided,
)

NOW = datetime(2026, 11, 21, 14, 2, tzinfo=UTC)
ANA, BEN = UserId("U1"), UserId("U2")


def suggestion(**parts: object) -> Suggestion:
    return Suggestion.model_validate({"id": SuggestionId("s"), "opened_at": NOW, **parts})


def alert(id: str = "a", **parts: object) -> Gathered:
    plain = {"id": id, "dedup_key": id, "source": "grafana", "title": id, "starts_at": NOW}
    return Gathered.model_validate({**plain, **parts})


def minutes(count: float) -> datetime:
    return NOW + timedelta(minutes=count)


def page(at: datetime) -> Page:
    return Page(id=PageId("p"), at=at, who="on_call")


def test_marks_count_by_when_they_were_made_whatever_the_order_they_are_told_in() -> None:
    told = [(ANA, 1, True), (BEN, 2, True), (ANA, 3, False), (ANA, 4, True), (BEN, 5, False)]

    for order in permutations(told):
        found = suggestion()
        for user, at, present in order:
            found = called(found, user, minutes(at), present=present)
            found = called(found, user, minutes(at), present=present)
        assert found.callers == (ANA,)


def test_a_suggestion_pages_after_its_patience_and_once_more_after_as_long() -> None:
    waiting = suggestion(gathered=(alert(),), patience_seconds=300)

    assert paging_at(waiting) == minutes(5)
    paged = waiting.model_copy(update={"pages": (page(minutes(5)),)})
    assert paging_at(paged) == minutes(10)
    twice = waiting.model_copy(update={"pages": (page(minutes(5)), page(minutes(10)))})
    assert paging_at(twice) is None


def test_nobody_is_paged_for_what_is_decided_cleared_or_in_hand() -> None:
    waiting = suggestion(gathered=(alert(),), patience_seconds=300)

    for state in SuggestionState:
        if state is not SuggestionState.WAITING:
            assert paging_at(decided(waiting, state, minutes(1))) is None
    idle = alert(opens=False)
    assert paging_at(waiting.model_copy(update={"gathered": (idle,)})) is None
    assert paging_at(suggestion(gathered=(alert(),))) is None


def test_a_decision_ends_its_pages() -> None:
    paged = suggestion(pages=(page(minutes(5)),))

    after = decided(paged, SuggestionState.DISMISSED, minutes(7), by=ANA)

    assert [one.ended_at for one in after.pages] == [minutes(7)]


@given(critical=st.booleans(), now=st.integers(0, 60))
def test_only_what_is_critical_does_not_fold(critical: bool, now: int) -> None:
    waiting, at = suggestion(critical=critical), minutes(now)

    assert is_folded(waiting, at) == (not critical and at >= NOW + FOLDED_AFTER)
    due = next_due(waiting, at)
    assert due is None if critical or at >= minutes(15) else due == minutes(15)


def test_it_was_detected_when_its_first_alert_began() -> None:
    early, late = alert("a", starts_at=minutes(-3)), alert("b", starts_at=minutes(1))

    assert suggestion(gathered=(late, early)).began_at == minutes(-3)
    assert suggestion().began_at is None
