"""Calendar feeds as on-call products and calendars write them, and as nobody should."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from bot.oncall.icalendar import NotACalendar, shifts

PARIS = "Europe/Paris"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def event(*lines: str, uid: str = "1") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"])


def calendar(*parts: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""])


def turns(
    *parts: str, zone: str = PARIS, since: str = "2026-03-20", until: str = "2026-04-05"
) -> list[str]:
    found = shifts(calendar(*parts), zone, utc(since), utc(until))
    found.sort(key=lambda one: (one.start, one.who.name))
    return [f"{one.who.name} {one.start:%m-%d %H:%M} {one.end:%m-%d %H:%M}" for one in found]


WEEKLY = (
    "SUMMARY:ana",
    "DTSTART;TZID=Europe/Paris:20260302T090000",
    "DTEND;TZID=Europe/Paris:20260309T090000",
)


def test_a_recurring_event_keeps_to_its_hour_when_the_clocks_change() -> None:
    assert turns(event(*WEEKLY, "RRULE:FREQ=WEEKLY;INTERVAL=2")) == [
        "ana 03-16 08:00 03-23 08:00",
        "ana 03-30 07:00 04-06 07:00",
    ]


def test_exceptions_are_left_out_moved_and_given_to_others() -> None:
    series = event(*WEEKLY, "RRULE:FREQ=WEEKLY", "EXDATE;TZID=Europe/Paris:20260330T090000")
    moved = event(
        "RECURRENCE-ID;TZID=Europe/Paris:20260323T090000",
        "SUMMARY:ben",
        "DTSTART;TZID=Europe/Paris:20260323T120000",
        "DTEND;TZID=Europe/Paris:20260330T090000",
    )

    assert turns(series, moved) == [
        "ana 03-16 08:00 03-23 08:00",
        "ben 03-23 11:00 03-30 07:00",
    ]


def test_a_day_begins_at_midnight_of_the_calendars_zone_or_else_of_the_schedules() -> None:
    day = event("SUMMARY:ana", "DTSTART;VALUE=DATE:20260329", "DTEND;VALUE=DATE:20260330")

    assert turns(day) == ["ana 03-28 23:00 03-29 22:00"]
    assert turns(day, zone="Etc/UTC") == ["ana 03-29 00:00 03-30 00:00"]
    assert turns("X-WR-TIMEZONE:Asia/Tokyo", day) == ["ana 03-28 15:00 03-29 15:00"]


def test_a_time_without_a_zone_is_one_of_the_wall_clock_there() -> None:
    floating = event("SUMMARY:ana", "DTSTART:20260328T200000", "DTEND:20260329T080000")

    assert turns(floating) == ["ana 03-28 19:00 03-29 06:00"]
    assert turns(floating, zone="America/New_York") == ["ana 03-29 00:00 03-29 12:00"]


def test_two_zones_hand_over_to_each_other() -> None:
    paris = event(
        "SUMMARY:ana",
        "DTSTART;TZID=Europe/Paris:20260327T080000",
        "DURATION:PT10H",
        "RRULE:FREQ=DAILY;COUNT=3",
    )
    york = event(
        "SUMMARY:ben",
        "DTSTART;TZID=America/New_York:20260327T130000",
        "DURATION:PT8H",
        "RRULE:FREQ=DAILY;COUNT=3",
        uid="2",
    )

    assert turns(paris, york) == [
        "ana 03-27 07:00 03-27 17:00",
        "ben 03-27 17:00 03-28 01:00",
        "ana 03-28 07:00 03-28 17:00",
        "ben 03-28 17:00 03-29 01:00",
        "ana 03-29 06:00 03-29 16:00",
        "ben 03-29 17:00 03-30 01:00",
    ]


@pytest.mark.parametrize(("day", "hours"), [("20260328", 11), ("20261024", 13), ("20260601", 12)])
def test_a_night_is_as_long_as_it_is(day: str, hours: int) -> None:
    following = str(int(day) + 1)
    night = event(
        "SUMMARY:ana",
        f"DTSTART;TZID=Europe/Paris:{day}T200000",
        f"DTEND;TZID=Europe/Paris:{following}T080000",
    )

    [shift] = shifts(calendar(night), PARIS, utc("2026-01-01"), utc("2027-01-01"))

    assert (shift.end - shift.start).total_seconds() == hours * 3600


def test_a_zone_that_the_feed_defines_itself_is_understood() -> None:
    zone = """BEGIN:VTIMEZONE\r\nTZID:Office\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000
TZOFFSETFROM:+0300\r\nTZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE"""
    day = event("SUMMARY:ana", "DTSTART;TZID=Office:20260401T090000", "DURATION:PT1H")

    assert turns(zone, day) == ["ana 04-01 06:00 04-01 07:00"]


AT = ("DTSTART:20260401T090000Z", "DURATION:PT1H")


def people(*lines: str) -> list[tuple[str, str, str]]:
    found = shifts(calendar(event(*AT, *lines)), PARIS, utc("2026-04-01"), utc("2026-04-02"))
    return [(one.who.name, one.who.email, one.who.phone) for one in found]


def test_on_call_are_the_attendees_who_have_not_declined() -> None:
    assert people(
        "SUMMARY:On call - Payments",
        "ATTENDEE;CN=Bea Martin;PARTSTAT=ACCEPTED:mailto:Bea@example.com",
        "ATTENDEE:cleo@example.com",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:dan@example.com",
        "ATTENDEE;CUTYPE=ROOM:mailto:room-1@example.com",
    ) == [("Bea Martin", "bea@example.com", ""), ("cleo@example.com", "cleo@example.com", "")]


def test_without_attendees_they_are_the_addresses_in_the_title() -> None:
    assert people("SUMMARY:bea@example.com and cleo@example.com") == [
        ("bea@example.com", "bea@example.com", ""),
        ("cleo@example.com", "cleo@example.com", ""),
    ]


def test_else_it_is_whoever_the_title_names() -> None:
    assert people("SUMMARY:[Primary] Bea Martin on call") == [
        ("[Primary] Bea Martin on call", "", "")
    ]
    assert people("SUMMARY:Bea", "DESCRIPTION:tel:+33 1 23 45 67 89\\nNight") == [
        ("Bea", "", "+33 1 23 45 67 89")
    ]


def test_an_event_that_names_nobody_calls_nobody() -> None:
    assert people() == []
    assert people("SUMMARY:Bea", "STATUS:CANCELLED") == []


@pytest.mark.parametrize(
    "broken",
    [
        ("SUMMARY:no beginning",),
        ("SUMMARY:x", "DTSTART:2026040"),
        ("SUMMARY:x", "DTSTART:20260401T090000Z", "DTEND:rubbish"),
        ("SUMMARY:x", *AT, "RRULE:FREQ=SOMETIMES"),
        ("SUMMARY:x", *AT, "RRULE:FREQ=DAILY;UNTIL=x"),
        ("SUMMARY:each second", *AT, "RRULE:FREQ=SECONDLY"),
        ("SUMMARY:x", *AT, f"RRULE:FREQ=DAILY;BYMINUTE={','.join(map(str, range(60)))}"),
        ("SUMMARY:x", "DTSTART:20260401T090000Z", "DTSTART:20260402T090000Z"),
        ("SUMMARY:no end", "DTSTART:20260401T090000Z", "DURATION:PT0S"),
    ],
)
def test_an_event_that_cannot_be_understood_hides_no_other(broken: tuple[str, ...]) -> None:
    good = event("SUMMARY:ana", *AT, uid="2")

    assert turns(event(*broken), good) == ["ana 04-01 09:00 04-01 10:00"]


@pytest.mark.parametrize(
    "rubbish",
    [
        "hello",
        "<html>Sign in</html>",
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT\nEND:VEVENT",
        "\0" * 99,
        "END:X",
    ],
)
def test_rubbish_is_no_calendar(rubbish: str) -> None:
    with pytest.raises(NotACalendar):
        shifts(rubbish, PARIS, utc("2026-04-01"), utc("2026-04-02"))


def test_an_empty_calendar_is_one_in_which_nobody_is_on_call() -> None:
    assert turns() == []


def test_a_series_that_began_long_ago_takes_no_longer_for_that() -> None:
    old = event("SUMMARY:ana", "DTSTART:19900101T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY")
    began = time.thread_time()

    assert len(turns(old)) == 16
    assert time.thread_time() - began < 5
