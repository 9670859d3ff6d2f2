"""A rota: somebody's turn at every moment, and turns that keep to their hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.incident.on_call import Override, Rota, Shift
from bot.oncall.rota import instant, shifts

PARIS = "Europe/Paris"
ZONES = (PARIS, "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Etc/UTC")
lengths = st.sampled_from([timedelta(hours=hours) for hours in (1, 5, 8, 12, 24, 7 * 24, 14 * 24)])
walls = st.datetimes(*map(datetime.fromisoformat, ("2024-01-01", "2027-01-01"))).map(
    lambda at: at.replace(second=0, microsecond=0)
)
people = st.lists(st.sampled_from("abcd"), min_size=1, max_size=4).map(tuple)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def rota(**more: object) -> Rota:
    about = {"people": ("ana", "ben"), "since": wall("2026-03-02 09:00"), "zone": PARIS}
    return Rota.model_validate({**about, "every": timedelta(days=7), **more})


def told(found: list[Shift]) -> list[str]:
    return [f"{one.who.name} {one.start:%m-%d %H:%M} {one.end:%m-%d %H:%M}" for one in found]


def test_turns_change_at_the_same_hour_in_summer_and_in_winter() -> None:
    found = shifts(rota(), utc("2026-03-17 00:00"), utc("2026-04-07 00:00"))

    assert told(found) == [
        "ana 03-16 08:00 03-23 08:00",
        "ben 03-23 08:00 03-30 07:00",
        "ana 03-30 07:00 04-06 07:00",
        "ben 04-06 07:00 04-13 07:00",
    ]


def test_a_turn_that_would_begin_in_a_skipped_hour_begins_when_the_clocks_have_changed() -> None:
    every_day = rota(since=wall("2026-03-27 02:30"), every=timedelta(days=1))

    found = shifts(every_day, utc("2026-03-28 02:00"), utc("2026-03-30 02:00"))

    assert told(found) == [
        "ben 03-28 01:30 03-29 01:00",
        "ana 03-29 01:00 03-30 00:30",
        "ben 03-30 00:30 03-31 00:30",
    ]


def test_a_turn_that_begins_in_an_hour_that_comes_twice_begins_in_the_first() -> None:
    every_day = rota(since=wall("2026-10-24 02:30"), every=timedelta(days=1))

    found = shifts(every_day, utc("2026-10-25 00:00"), utc("2026-10-25 12:00"))

    assert told(found) == ["ana 10-24 00:30 10-25 00:30", "ben 10-25 00:30 10-26 01:30"]


def test_nobody_is_on_call_before_the_first_turn() -> None:
    assert shifts(rota(), utc("2026-02-01 00:00"), utc("2026-03-02 08:00")) == []


def test_an_override_takes_its_time_out_of_the_turns_around_it() -> None:
    away = Override(since=wall("2026-03-08 12:00"), until=wall("2026-03-09 12:00"), who="cleo")

    found = shifts(rota(overrides=(away,)), utc("2026-03-03 00:00"), utc("2026-03-10 00:00"))

    assert told(found) == [
        "ana 03-02 08:00 03-08 11:00",
        "cleo 03-08 11:00 03-09 11:00",
        "ben 03-09 11:00 03-16 08:00",
    ]


def test_of_two_overrides_at_one_time_the_later_in_the_list_holds() -> None:
    both = tuple(
        Override(since=wall(since), until=wall(until), who=who)
        for since, until, who in (
            ("2026-03-03 09:00", "2026-03-05 09:00", "cleo"),
            ("2026-03-04 09:00", "2026-03-04 18:00", "dan"),
        )
    )

    found = shifts(rota(overrides=both), utc("2026-03-03 10:00"), utc("2026-03-05 07:00"))

    assert told(found) == [
        "cleo 03-03 08:00 03-04 08:00",
        "dan 03-04 08:00 03-04 17:00",
        "cleo 03-04 17:00 03-05 08:00",
    ]


@pytest.mark.parametrize(
    ("who", "user", "email"),
    [
        ("U012AB3CD", "U012AB3CD", ""),
        ("bea@example.com", None, "bea@example.com"),
        ("Bea", None, ""),
    ],
)
def test_people_are_named_by_id_address_or_name(who: str, user: str | None, email: str) -> None:
    [shift] = shifts(rota(people=(who,)), utc("2026-03-03 00:00"), utc("2026-03-04 00:00"))

    assert (shift.who.user, shift.who.email) == (user, email)


@settings(deadline=None)
@given(people, walls, lengths, st.sampled_from(ZONES), st.integers(0, 400))
def test_at_every_moment_it_is_one_persons_turn(
    who: tuple[str, ...], since: datetime, every: timedelta, zone: str, days: int
) -> None:
    one = Rota(people=who, since=since, every=every, zone=zone)
    begin = instant(since, zone) + timedelta(days=days)

    found = shifts(one, begin, begin + 3 * every)

    assert found[0].start <= begin
    assert found[-1].end >= begin + 3 * every
    assert all(before.end == after.start for before, after in pairwise(found))
    assert all(shift.start < shift.end for shift in found)


@settings(deadline=None)
@given(walls, st.sampled_from(ZONES), st.integers(0, 800))
def test_a_daily_turn_begins_at_its_hour_unless_that_is_skipped(
    since: datetime, zone: str, days: int
) -> None:
    one = Rota(people=("ana",), since=since, every=timedelta(days=1), zone=zone)
    begin = instant(since, zone) + timedelta(days=days)

    for shift in shifts(one, begin, begin + timedelta(days=1)):
        shown = shift.start.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        later = (shown - since) % timedelta(days=1)
        assert later == timedelta() or instant(shown - later, zone) == shift.start


@settings(deadline=None)
@given(st.lists(st.tuples(walls, st.integers(1, 90), st.sampled_from("xyz")), max_size=5))
def test_overrides_leave_no_hole_and_no_two_at_once(
    taken: list[tuple[datetime, int, str]],
) -> None:
    overrides = tuple(
        Override(since=since, until=since + timedelta(hours=hours), who=who)
        for since, hours, who in taken
    )
    one = rota(since=wall("2023-12-25 09:00"), overrides=overrides)
    begin = utc("2024-01-02 00:00")

    found = shifts(one, begin, utc("2027-02-01 00:00"))

    assert found[0].start <= begin
    assert all(before.end == after.start for before, after in pairwise(found))
