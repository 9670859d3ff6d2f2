"""When a draft is put and replaced, and who hears, at which minute, that an update is late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incident.audience import SHIPPED_AUDIENCES
from bot.incident.cadence import TOGETHER, Due
from bot.incident.drafts import draft, next_draft
from bot.incident.lateness import Rung, late_again_at, late_by, next_step, step
from tests.incident.test_checklist import minutes

AUDIENCES = {audience.key: audience for audience in SHIPPED_AUDIENCES}


def due(key: str, at: float, *, since: float = 0, every: float | None = 30, **more: bool) -> Due:
    pace = timedelta(minutes=every) if every else None
    return Due(audience=AUDIENCES[key], at=minutes(at), since=minutes(since), every=pace, **more)


def put(dues: list[Due], now: float, last: float | None = None) -> tuple[float, list[str]] | None:
    """When the draft that stands now was put, and for whom."""
    found = draft(dues, minutes(last) if last is not None else None, minutes(now))
    if found is None:
        return None
    return (found.at - minutes(0)).total_seconds() / 60, [x.audience.key for x in found.lines]


TWO = [due("executives", 30), due("customers", 38)]
APART = [due("executives", 30), due("customers", 41)]


@pytest.mark.parametrize(
    ("dues", "now", "last", "expected"),
    [
        (TWO, 29.9, None, None),
        (TWO, 30, None, (30, ["executives", "customers"])),
        (TWO, 38, 30, (30, ["executives", "customers"])),
        (APART, 30, None, (30, ["executives"])),
        (APART, 40.9, 30, (30, ["executives"])),
        (APART, 41, 30, (41, ["executives", "customers"])),
        (TWO, 59.9, 30, (30, ["executives", "customers"])),
        (TWO, 60, 30, (60, ["executives", "customers"])),
        (TWO, 68, 60, (60, ["executives", "customers"])),
        (TWO, 200, 30, (188, ["executives", "customers"])),
        ([due("customers", 38)], 40, 30, (30, ["customers"])),
        ([due("customers", 39, since=31)], 39, 30, (39, ["customers"])),
        ([due("customers", 31.005, since=31.005)], 31.01, 31, (31, ["customers"])),
        ([due("executives", 30, every=None)], 500, 30, (30, ["executives"])),
        ([], 500, 30, None),
        ([due("internal", 30, by_itself=True)], 31, None, None),
        ([due("customers", 30, waiting=True)], 31, None, None),
    ],
)
def test_one_draft_for_what_is_due_together_and_a_new_one_at_the_next_time(
    dues: list[Due], now: float, last: float | None, expected: object
) -> None:
    assert put(dues, now, last) == expected


def test_the_next_look_is_when_something_falls_due_or_falls_due_again() -> None:
    assert next_draft(TWO, minutes(10)) == minutes(30)
    assert next_draft(TWO, minutes(30)) == minutes(38)
    assert next_draft(TWO, minutes(38)) == minutes(60)
    assert next_draft([due("executives", 30, every=None)], minutes(31)) is None
    assert next_draft([due("internal", 30, by_itself=True)], minutes(3)) is None


@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(AUDIENCES)),
            st.integers(-300, 300),
            st.none() | st.integers(1, 300),
        ),
        max_size=5,
    ),
    st.integers(0, 900),
)
def test_at_any_time_the_draft_holds_all_that_is_due_and_stays_until_the_next_time(
    each: list[tuple[str, int, int | None]], now: int
) -> None:
    dues = [due(key, at, since=min(at, 0), every=every) for key, at, every in each]
    first = draft(dues, None, minutes(now))
    over = {x.audience.key for x in dues if x.at <= minutes(now)}
    if first is None:
        assert not over
        return
    assert over <= {x.audience.key for x in first.lines}
    assert all(x.at <= max(minutes(now), first.at + TOGETHER) for x in first.lines)
    assert draft(dues, first.at, minutes(now)) == first, "looking again puts no other"
    until = next_draft(dues, minutes(now))
    if until is not None:
        same = draft(dues, first.at, until - timedelta(seconds=1))
        assert same is not None
        assert same.at == first.at


def heard(dues: list[Due], now: float) -> tuple[Rung, str] | None:
    found = step(dues, minutes(now))
    return (found.rung, found.due.audience.key) if found else None


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (24.9, None),
        (25, Rung.SOON),
        (29.9, Rung.SOON),
        (30, None),
        (34.9, None),
        (35, Rung.LATE),
        (44.9, Rung.LATE),
        (45, Rung.VERY_LATE),
        (500, Rung.VERY_LATE),
    ],
)
def test_each_rung_is_reached_at_its_minute(now: float, expected: Rung | None) -> None:
    found = heard([due("customers", 38), due("executives", 30)], now)

    assert found == ((expected, "executives") if expected else None)


def test_the_ladder_says_when_to_look_again() -> None:
    dues = [due("executives", 30)]

    ahead = [next_step(dues, minutes(now)) for now in (0, 25, 34, 35, 45)]

    assert ahead == [minutes(25), minutes(35), minutes(35), minutes(45), None]
    assert next_step([], minutes(0)) is None


def test_nobody_is_reminded_of_what_they_have_just_set_or_what_goes_out_by_itself() -> None:
    assert heard([due("executives", 30, since=27)], 28) is None
    assert heard([due("executives", 0)], 0) is None
    assert heard([due("internal", 30, by_itself=True)], 50) is None
    assert heard([due("customers", 30, waiting=True)], 36) == (Rung.LATE, "customers")


def test_each_time_has_rungs_of_its_own() -> None:
    keys = {
        found.key
        for at in (30, 60)
        for now in (25, 35, 45)
        if (found := step([due("executives", at)], minutes(at - 30 + now)))
    }
    assert len(keys) == 6


@pytest.mark.parametrize(
    ("now", "late"), [(29, None), (30.9, None), (31, 1), (42, 12), (42.9, 12), (95, 65)]
)
def test_lateness_is_shown_in_whole_minutes(now: float, late: int | None) -> None:
    found = late_by([due("executives", 30)], minutes(now))
    assert found == (timedelta(minutes=late) if late else None)


@pytest.mark.parametrize(
    ("now", "again"),
    [(10, 31), (30, 31), (41.5, 42), (49.9, 50), (50, 55), (52, 55), (89, 90), (90, 105)],
)
def test_lateness_is_shown_anew_less_and_less_often(now: float, again: float) -> None:
    assert late_again_at([due("executives", 30)], minutes(now)) == minutes(again)


def test_nothing_is_late_where_nothing_is_due() -> None:
    assert late_by([], minutes(50)) is None
    assert late_again_at([], minutes(50)) is None
