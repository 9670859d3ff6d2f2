"""When people work, in their own zone and over the change of its clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incident.days_off import DaysOff
from bot.incident.working_hours import WorkingHours, zone_or

ZONES = ("Etc/UTC", "Europe/Paris", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland")
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(), timedelta(days=730)).map(lambda later: FIRST + later)
WEEKS = st.builds(
    WorkingHours,
    opens=st.sampled_from((time(0), time(2, 30), time(9))),
    closes=st.sampled_from((time(9, 30), time(18), time(23, 59))),
    days=st.frozensets(st.integers(0, 6), min_size=1),
)


@given(MOMENTS, st.sampled_from(ZONES), WEEKS)
def test_the_next_opening_is_within_hours_and_none_is_passed_over(
    at: datetime, zone: str, hours: WorkingHours
) -> None:
    opening = hours.next_open(at, zone)

    assert opening >= at
    assert hours.are_now(opening, zone)
    between = (at + n * timedelta(hours=1) for n in range((opening - at) // timedelta(hours=1)))
    assert not any(hours.are_now(one, zone) for one in between)


@pytest.mark.parametrize(
    ("at", "now"),
    [
        (datetime(2026, 3, 2, 7, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 2, 8, 0, tzinfo=UTC), True),
        (datetime(2026, 3, 2, 16, 59, tzinfo=UTC), True),
        (datetime(2026, 3, 2, 17, 0, tzinfo=UTC), False),
        (datetime(2026, 3, 1, 10, 0, tzinfo=UTC), False),
    ],
)
def test_nine_to_six_from_monday_to_friday_in_paris(at: datetime, now: bool) -> None:
    assert WorkingHours().are_now(at, "Europe/Paris") is now


def test_the_day_before_a_monday_is_a_friday() -> None:
    assert WorkingHours().workday_before(date(2026, 3, 2)) == date(2026, 2, 27)


def test_closing_follows_the_clocks_of_the_zone() -> None:
    winter, summer = date(2026, 3, 27), date(2026, 3, 30)

    closing = [WorkingHours().closing(day, "Europe/Paris").hour for day in (winter, summer)]

    assert closing == [17, 16]


@pytest.mark.parametrize("name", [None, "", "Mars/Olympus", "../../etc/passwd", "\0"])
def test_a_zone_that_nobody_knows_is_the_teams(name: str | None) -> None:
    assert zone_or(name, "Europe/Paris") == "Europe/Paris"
    assert zone_or("Asia/Tokyo", "Europe/Paris") == "Asia/Tokyo"


def test_nobody_works_on_a_public_holiday() -> None:
    hours = WorkingHours(off=DaysOff(country="FR"))
    eve = datetime(2026, 7, 13, 17, tzinfo=UTC)

    assert hours.next_open(eve, "Europe/Paris") == datetime(2026, 7, 15, 7, tzinfo=UTC)
    assert hours.workday_before(date(2026, 7, 15)) == date(2026, 7, 13)
    assert not hours.are_now(datetime(2026, 7, 14, 10, tzinfo=UTC), "Europe/Paris")
    assert WorkingHours().are_now(datetime(2026, 7, 14, 10, tzinfo=UTC), "Europe/Paris")


@pytest.mark.parametrize(
    ("country", "subdivision", "off"),
    [("FR", "", False), ("DE", "", False), ("DE", "BW", True), ("", "", False)],
)
def test_a_holiday_may_be_one_of_a_part_of_a_country(
    country: str, subdivision: str, off: bool
) -> None:
    epiphany = date(2026, 1, 6)

    assert (epiphany in DaysOff(country=country, subdivision=subdivision)) is off


def test_working_days_leave_out_weekends_and_holidays() -> None:
    hours = WorkingHours(off=DaysOff(country="FR"))

    assert WorkingHours().workdays_after(date(2026, 4, 30), 5) == date(2026, 5, 7)
    assert hours.workdays_after(date(2026, 4, 30), 5) == date(2026, 5, 11)
