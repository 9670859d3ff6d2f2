"""Typed times: which lines begin with one, when that was, and what cannot be meant."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incident.when import AHEAD, leading_time, whole_time
from bot.incident.when_errors import InTheFuture, NeverWas, NotATime, WasTwice
from bot.incident.zones import zone_name, zone_named

PARIS, NEW_YORK = ZoneInfo("Europe/Paris"), ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 21, 14, 30, tzinfo=UTC)
"""15:30 in Paris."""

READ = [
    ("14:32", "2026-11-21T13:32"),
    ("9:05", "2026-11-21T08:05"),
    ("14h32", "2026-11-21T13:32"),
    ("3 pm", "2026-11-21T14:00"),
    ("3pm", "2026-11-21T14:00"),
    ("3:05 p.m.", "2026-11-21T14:05"),
    ("12am", "2026-11-20T23:00"),
    ("12 PM", "2026-11-21T11:00"),
    ("-15m", "2026-11-21T14:15"),
    ("-2h", "2026-11-21T12:30"),
    ("-1h30", "2026-11-21T13:00"),
    ("15 min ago", "2026-11-21T14:15"),
    ("2 hours ago", "2026-11-21T12:30"),
    ("il y a 15 min", "2026-11-21T14:15"),
    ("Il y a 2 heures", "2026-11-21T12:30"),
    ("today 10:00", "2026-11-21T09:00"),
    ("aujourd'hui 10h00", "2026-11-21T09:00"),
    ("yesterday 18:05", "2026-11-20T17:05"),
    ("yesterday at 3pm", "2026-11-20T14:00"),
    ("hier 18h05", "2026-11-20T17:05"),
    ("hier à 18:05", "2026-11-20T17:05"),
    ("2026-11-21T14:02Z", "2026-11-21T14:02"),
    ("2026-11-21 14:02", "2026-11-21T13:02"),
    ("2026-11-21T14:02:59+01:00", "2026-11-21T13:02:59"),
    ("2026-11-20T09:02-0500", "2026-11-20T14:02"),
    ("14:02 UTC", "2026-11-21T14:02"),
    ("09:02 America/New_York", "2026-11-21T14:02"),
    ("14:02 CET", "2026-11-21T13:02"),
    ("09:02 EST", "2026-11-21T14:02"),
    ("14:02+01:00", "2026-11-21T13:02"),
]
TEXT = [
    "",
    "errors gone",
    "25:00 errors",
    "12:60",
    "13 pm",
    "14h",
    "15 min",
    "3 pmx",
    "14:32:10 in the log",
    "14:32-15:00 nothing worked",
    "2026-11-21",
    "2026-02-30 12:00",
    "yesterday",
    "hier soir",
    "-15",
    "-m",
    "42 users complain",
    "500s on checkout",
]


@pytest.mark.parametrize(("typed", "at"), READ)
def test_a_line_may_begin_with_any_of_these(typed: str, at: str) -> None:
    expected = datetime.fromisoformat(at).replace(tzinfo=UTC)

    alone = whole_time(typed, NOW, PARIS)
    before = leading_time(f"{typed}, errors  gone", NOW, PARIS)

    assert alone.at == expected
    assert before is not None
    assert (before.at, before.rest) == (expected, "errors gone")


@pytest.mark.parametrize("typed", TEXT)
def test_anything_else_is_text(typed: str) -> None:
    assert leading_time(typed, NOW, PARIS) is None
    with pytest.raises(NotATime):
        whole_time(typed, NOW, PARIS)


def test_a_time_with_words_after_it_is_not_a_time_alone() -> None:
    with pytest.raises(NotATime, match="14:32 errors"):
        whole_time("14:32 errors", NOW, PARIS)


def test_what_only_looks_like_a_zone_is_text() -> None:
    read = leading_time("14:32 Errors/minute fell", NOW, PARIS)
    french = leading_time("14:32 est tombé", NOW, PARIS)

    assert read is not None
    assert (read.rest, zone_name(read.zone)) == ("Errors/minute fell", "Europe/Paris")
    assert french is not None
    assert french.rest == "est tombé"


@pytest.mark.parametrize(
    ("typed", "now", "at"),
    [
        ("15:32", NOW, NOW),
        ("15:33", NOW, NOW - timedelta(days=1) + timedelta(minutes=3)),
        ("00:00", datetime(2026, 11, 21, 22, 59, tzinfo=UTC), None),
        (
            "00:00",
            datetime(2026, 11, 21, 22, 57, tzinfo=UTC),
            datetime(2026, 11, 20, 23, tzinfo=UTC),
        ),
        ("today 15:32", NOW, NOW),
        ("2026-11-21T15:32", NOW, NOW),
    ],
)
def test_two_minutes_ahead_is_now_and_more_was_yesterday(
    typed: str, now: datetime, at: datetime | None
) -> None:
    expected = at or now

    assert whole_time(typed, now, PARIS).at == expected


@pytest.mark.parametrize("typed", ["today 15:33", "2026-11-21T15:33", "2027-01-01T00:00Z"])
def test_only_a_full_date_to_come_is_refused(typed: str) -> None:
    with pytest.raises(InTheFuture, match=typed):
        leading_time(f"{typed} errors gone", NOW, PARIS)


@pytest.mark.parametrize(
    ("typed", "zone", "neighbours"),
    [
        ("2026-03-29 02:30", PARIS, ("01:59+0100", "03:00+0200")),
        ("2026-03-08 02:00", NEW_YORK, ("01:59-0500", "03:00-0400")),
    ],
)
def test_a_time_that_never_was_is_refused_with_its_neighbours(
    typed: str, zone: ZoneInfo, neighbours: tuple[str, str]
) -> None:
    with pytest.raises(NeverWas) as never:
        leading_time(typed, NOW, zone)

    assert tuple(f"{at:%H:%M%z}" for at in never.value.options) == neighbours


@pytest.mark.parametrize(
    ("typed", "zone", "both"),
    [
        ("2026-10-25 02:30", PARIS, ("02:30+0200", "02:30+0100")),
        ("2026-11-01 01:00", NEW_YORK, ("01:00-0400", "01:00-0500")),
    ],
)
def test_a_time_that_was_twice_is_asked_about(
    typed: str, zone: ZoneInfo, both: tuple[str, str]
) -> None:
    with pytest.raises(WasTwice) as twice:
        leading_time(typed, NOW, zone)

    assert tuple(f"{at:%H:%M%z}" for at in twice.value.options) == both


def test_between_the_two_only_the_first_can_be_meant() -> None:
    between = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)

    assert whole_time("02:30", between, PARIS).at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("options", ["2026-03-29 02:30", "2026-10-25 02:30"])
def test_what_is_offered_instead_can_be_typed(options: str) -> None:
    with pytest.raises((NeverWas, WasTwice)) as refused:
        leading_time(options, NOW, PARIS)

    for at in refused.value.options:
        assert whole_time(at.isoformat(timespec="minutes"), NOW, PARIS).at == at.astimezone(UTC)


@given(
    st.sampled_from([PARIS, NEW_YORK, UTC]),
    st.datetimes(datetime(2025, 1, 2), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    st.sampled_from(["{:%H:%M}", "{:%Hh%M}"]),
)
def test_a_clock_time_is_its_most_recent_occurrence(
    zone: ZoneInfo, now: datetime, clock: time, form: str
) -> None:
    """On any day, those of the changes of clocks too."""
    try:
        at = whole_time(form.format(clock), now, zone).at
    except (NeverWas, WasTwice):
        return

    assert now - timedelta(hours=26) < at <= now
    shown = at.astimezone(zone)
    assert (shown.hour, shown.minute) == (clock.hour, clock.minute) or at == now
    tomorrow = datetime.combine(shown.date() + timedelta(days=1), clock, zone)
    assert at == now or tomorrow.astimezone(UTC) > now + AHEAD - timedelta(hours=1)


@given(
    st.sampled_from([PARIS, NEW_YORK]),
    st.dates(date(2025, 1, 1), date(2026, 11, 19)),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
)
def test_a_full_date_is_that_time_on_that_day(zone: ZoneInfo, on: date, clock: time) -> None:
    try:
        at = whole_time(f"{on:%Y-%m-%d} {clock:%H:%M}", NOW, zone).at
    except (NeverWas, WasTwice):
        assert (on.month, on.isoweekday()) in {(3, 7), (10, 7), (11, 7)}
        return

    assert at.astimezone(zone).replace(tzinfo=None) == datetime.combine(on, clock)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_time_or_text_or_refused_in_words(typed: str) -> None:
    try:
        read = leading_time(typed, NOW, PARIS)
    except (InTheFuture, NeverWas, WasTwice):
        return

    assert read is None or read.at <= NOW


def test_a_zone_nobody_knows_is_utc() -> None:
    assert zone_named("Nowhere/Never") is UTC
    assert zone_named("../etc/passwd") is UTC
    assert zone_name(zone_named(None)) == "UTC"
