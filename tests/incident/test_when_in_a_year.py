"""A year of typed times, with both changes of the clocks and a leap day: each lands where a person
means it.

The year is 2027-03-01 to 2028-03-05. What is meant is told by another way than the one that is
tested: by walking back over the minutes of the zone's own calendar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incident.when import AHEAD, leading_time, whole_time
from bot.incident.when_errors import InTheFuture, NeverWas, WasTwice
from tests.lengths import quick

ZONES = ("Europe/Paris", "America/New_York")
FIRST, LAST = date(2027, 3, 1), date(2028, 3, 5)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NIGHTS = {
    "Europe/Paris": (date(2027, 3, 28), date(2027, 10, 31)),
    "America/New_York": (date(2027, 3, 14), date(2027, 11, 7)),
}
"""On which the clocks are set forward, and back."""
LEAP = date(2028, 2, 29)

Form = Callable[[datetime, datetime], str]
"""Types the first of these, a local time, at the second; nothing where it cannot say it."""


def half(at: datetime) -> str:
    return f"{(at.hour + 11) % 12 + 1}{f':{at:%M}' if at.minute else ''} {'ap'[at.hour > 11]}m"


def day(at: datetime, now: datetime, today: str, yesterday: str) -> str:
    words = {now.date(): today, now.date() - DAY: yesterday}
    return f"{words[at.date()]} {at:%H:%M}" if at.date() in words else ""


def minutes(at: datetime, now: datetime) -> int:
    return round((now.timestamp() - at.timestamp()) / 60)


CLOCK_FORMS: dict[str, Form] = {
    "HH:MM": lambda at, now: f"{at:%H:%M}",
    "HHhMM": lambda at, now: f"{at:%Hh%M}",
    "H:MM": lambda at, now: f"{at.hour}:{at:%M}",
    "H pm": lambda at, now: half(at),
}
DAY_FORMS: dict[str, Form] = {
    "yesterday": lambda at, now: day(at, now, "today", "yesterday"),
    "hier": lambda at, now: day(at, now, "aujourd'hui", "hier"),
    "hier à": lambda at, now: day(at, now, "aujourd\u2019hui à", "Hier à"),
    "date": lambda at, now: f"{at:%Y-%m-%d %H:%M}",
    "T": lambda at, now: f"{at:%Y-%m-%dT%H:%M:%S}",
}
SPAN_FORMS: dict[str, Form] = {
    "-15m": lambda at, now: f"-{minutes(at, now)}m",
    "-1h30": lambda at, now: "-{}h{:02}".format(*divmod(minutes(at, now), 60)),
    "15 min ago": lambda at, now: f"{minutes(at, now)} min ago",
    "il y a 15 min": lambda at, now: f"il y a {minutes(at, now)} min",
    "zone": lambda at, now: at.isoformat(timespec="minutes"),
    "Z": lambda at, now: f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}",
}
FORMS = {**CLOCK_FORMS, **DAY_FORMS, **SPAN_FORMS}
TELLING = [list(FORMS).index(form) for form in ("H pm", "hier à", "date", "-15m", "zone")]


def nights() -> list[date]:
    """Those of the changes in either zone, the leap day, the turn of the year; and those beside."""
    middles = [*NIGHTS[ZONES[0]], *NIGHTS[ZONES[1]], LEAP, date(2028, 1, 1)]
    return sorted({middle + days * DAY for middle in middles for days in (-1, 0, 1)})


def days() -> list[date]:
    return [FIRST + n * DAY for n in range((LAST - FIRST).days + 1)]


def moments_of(on: date, zone: ZoneInfo, every: timedelta) -> Iterator[datetime]:
    """All through this day of the zone, however long it is."""
    at, end = (datetime.combine(one, datetime.min.time(), zone) for one in (on, on + DAY))
    moment = at.astimezone(UTC)
    while moment < end.astimezone(UTC):
        yield moment
        moment += every


def meant(local: datetime, now: datetime, zone: ZoneInfo) -> list[datetime]:
    """Every minute up to two minutes from now at which that day's clock showed this."""
    naive = local.replace(tzinfo=None)
    around = [naive.replace(tzinfo=UTC) + n * timedelta(hours=1) for n in range(-2, 7)]
    shown = [at for at in around if at.astimezone(zone).replace(tzinfo=None) == naive]
    return [at for at in shown if at <= now + AHEAD]


def check(form: str, at: datetime, now: datetime, zone: ZoneInfo) -> bool:
    """Type `at` in this form at `now`: it lands there, or both that it could be are offered."""
    local = at.astimezone(zone)
    typed = FORMS[form](local, now.astimezone(zone))
    if not typed:
        return False
    if form in SPAN_FORMS:
        assert whole_time(typed, now, zone).at == at, typed
        return True
    choices = meant(local, now, zone)
    assert offered(typed, now, zone) == choices, (typed, now)
    return True


def offered(typed: str, now: datetime, zone: ZoneInfo) -> list[datetime]:
    """As what it is read, or as what it may be meant."""
    try:
        return [whole_time(typed, now, zone).at]
    except WasTwice as twice:
        return [option.astimezone(UTC) for option in twice.options]


def recent(now: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Times that a clock without a day can mean: less than a day of the calendar ago."""
    midnight = now.astimezone(zone).replace(hour=0, minute=0, tzinfo=None)
    last = datetime.combine(midnight.date() - DAY, now.astimezone(zone).time())
    for ago in (0, 1, 7, 20, 31, 59, 60, 61, 90, 119, 121, 180, 333, 720, 1000, 1320, 1430):
        at = now - ago * MINUTE
        if at.astimezone(zone).replace(tzinfo=None) > last + 3 * MINUTE:
            yield at


@pytest.mark.parametrize("form", quick(FORMS, *TELLING))
@pytest.mark.parametrize("zone", ZONES)
def test_on_telling_nights_every_form_lands_where_it_is_meant(zone: str, form: str) -> None:
    own = ZoneInfo(zone)
    landed = [
        check(form, at, now, own)
        for on in nights()
        for now in moments_of(on, own, timedelta(minutes=197))
        for at in recent(now, own)
    ]

    assert sum(landed) > 600


def _a_moment(on: date, zone: ZoneInfo) -> datetime:
    """At another hour each day, so that all come by."""
    moments = list(moments_of(on, zone, timedelta(minutes=61)))
    return moments[on.toordinal() * 7 % len(moments)]


@pytest.mark.long
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("zone", ZONES)
def test_all_through_the_year_every_form_lands_where_it_is_meant(zone: str, form: str) -> None:
    own = ZoneInfo(zone)
    landed = [
        check(form, at, now, own)
        for on in days()[::3]
        for now in [_a_moment(on, own)]
        for at in recent(now, own)
    ]

    assert sum(landed) > 1000


@pytest.mark.parametrize("zone", ZONES)
def test_every_night_of_the_year_ten_to_midnight_is_yesterdays(zone: str) -> None:
    own = ZoneInfo(zone)
    for on in days():
        now = datetime.combine(on, datetime.min.time(), own) + 20 * MINUTE
        expected = datetime.combine(on - DAY, datetime.min.time(), own).replace(hour=23, minute=50)

        for typed in ("23:50", "23h50", "11:50 pm", "yesterday 23:50", "hier à 23h50"):
            read = leading_time(f"{typed} errors began", now.astimezone(UTC), own)
            assert read is not None
            assert (read.at, read.rest) == (expected.astimezone(UTC), "errors began")


@pytest.mark.parametrize("zone", ZONES)
def test_all_through_the_year_two_minutes_ahead_is_now_and_three_are_yesterday(zone: str) -> None:
    """But where the clocks change in between: then it is as it is any other time."""
    own = ZoneInfo(zone)
    for on in days():
        for now in moments_of(on, own, timedelta(minutes=719)):
            ahead = [(now + n * MINUTE).astimezone(own) for n in (1, 2, 3)]
            if ahead[-1].utcoffset() != (now - DAY).astimezone(own).utcoffset():
                continue
            read = [whole_time(f"{at:%H:%M}", now, own).at for at in ahead]
            assert read == [now, now, now + 3 * MINUTE - DAY]


@pytest.mark.parametrize("form", [*CLOCK_FORMS, *DAY_FORMS])
@pytest.mark.parametrize("zone", ZONES)
def test_each_minute_that_the_clocks_jump_over_is_refused_with_its_neighbours(
    zone: str, form: str
) -> None:
    own, on = ZoneInfo(zone), NIGHTS[zone][0]
    now = datetime.combine(on, datetime.min.time(), own).replace(hour=9)
    for minute in range(60):
        gone = datetime.combine(on, datetime.min.time()).replace(hour=2, minute=minute)
        typed = FORMS[form](gone, now)
        with pytest.raises(NeverWas) as never:
            leading_time(f"{typed} errors", now.astimezone(UTC), own)

        before, after = never.value.options
        assert (f"{before:%H:%M}", f"{after:%H:%M}") == ("01:59", "03:00")
        assert after.astimezone(UTC) - before.astimezone(UTC) == MINUTE


@pytest.mark.parametrize("form", [*CLOCK_FORMS, *DAY_FORMS])
@pytest.mark.parametrize("zone", ZONES)
def test_each_minute_that_is_there_twice_is_asked_about(zone: str, form: str) -> None:
    own, on = ZoneInfo(zone), NIGHTS[zone][1]
    now = datetime.combine(on, datetime.min.time(), own).replace(hour=9)
    hour = 2 if zone == "Europe/Paris" else 1
    for minute in range(60):
        twice = datetime.combine(on, datetime.min.time()).replace(hour=hour, minute=minute)
        with pytest.raises(WasTwice) as asked:
            leading_time(FORMS[form](twice, now), now.astimezone(UTC), own)

        first, second = asked.value.options
        assert second.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=1)
        for option in asked.value.options:
            again = option.isoformat(timespec="minutes")
            assert whole_time(again, now.astimezone(UTC), own).at == option.astimezone(UTC)


@pytest.mark.parametrize("zone", ZONES)
def test_the_leap_day_is_a_day(zone: str) -> None:
    own = ZoneInfo(zone)
    after = datetime(2028, 3, 1, 0, 20, tzinfo=own).astimezone(UTC)
    expected = datetime(2028, 2, 29, 23, 50, tzinfo=own).astimezone(UTC)

    for typed in ("23:50", "yesterday 23:50", "hier 23h50", "2028-02-29 23:50"):
        assert whole_time(typed, after, own).at == expected
    assert leading_time("2027-02-29 23:50", after, own) is None
    with pytest.raises(InTheFuture):
        whole_time("2028-02-29 23:50", expected - timedelta(hours=1), own)


@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2027, 3, 2), datetime(2028, 3, 5), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(0, 1300),
    st.sampled_from(sorted(FORMS)),
)
def test_at_any_time_of_the_year_any_form_lands_where_it_is_meant(
    zone: str, now: datetime, ago: int, form: str
) -> None:
    own, now = ZoneInfo(zone), now.replace(second=0, microsecond=0)

    check(form, now - ago * MINUTE, now, own)
