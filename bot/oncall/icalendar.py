"""A calendar feed: its events are turns, and whoever they name is on call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import reduce
from operator import mul
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.incident.on_call import Callee, Shift
from bot.incident.text import legible, shortened
from bot.incident.working_hours import zone_or

if TYPE_CHECKING:
    from icalendar import Event

# What reads calendars is imported inside the functions that use it: most starts read none.

MOST_A_DAY = 24
"""A rule may give so many turns a day; one for each second would keep the bot busy for hours."""
_A_DAY = timedelta(days=1)
_FREQUENT = frozenset({"SECONDLY", "MINUTELY"})
_FINER = ("BYHOUR", "BYMINUTE", "BYSECOND")
_TIMES = frozenset({"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"})
_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_TELEPHONE = re.compile(r"\btel:(?P<number>\+?[\d ().-]{3,30}\d)")
_NAME_LIMIT = 75


class NotACalendar(ValueError):
    """What the feed gave cannot be read as one."""


def shifts(body: str, zone: str, since: datetime, until: datetime) -> list[Shift]:
    """Those that touch this time. `zone`: of days and times for which the feed names none.

    An event that cannot be understood is passed over. Raises NotACalendar.
    """
    from icalendar import Calendar

    try:
        calendar = Calendar.from_ical(body)
        own = _zone_of(calendar, zone)
        events = _occurrences(calendar, since - _A_DAY, until + _A_DAY)
        found = [shift for event in events for shift in _shifts(event, own)]
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as error:
        raise NotACalendar(type(error).__name__) from error
    return [shift for shift in found if shift.start < until and shift.end > since]


def _occurrences(calendar: Any, since: datetime, until: datetime) -> list[Event]:
    import recurring_ical_events

    if calendar.name != "VCALENDAR":
        raise NotACalendar("it holds no calendar")
    calendar.subcomponents = [
        one
        for one in calendar.subcomponents
        if one.name == "VTIMEZONE" or (one.name == "VEVENT" and _is_sound(one))
    ]
    query = recurring_ical_events.of(calendar, skip_bad_series=True)
    return list(query.between(since, until))


def _is_sound(event: Event) -> bool:
    """It begins at some time, and its rule gives turns and not seconds."""
    if "DTSTART" not in event or any(name in _TIMES for name, _ in event.errors):
        return False
    rules = event.get("RRULE", [])
    begins = isinstance(getattr(event["DTSTART"], "dt", None), date)
    return begins and all(map(_is_calm, rules if isinstance(rules, list) else [rules]))


def _is_calm(rule: Any) -> bool:
    often = {str(one).upper() for one in rule.get("FREQ", [])} & _FREQUENT
    a_day = reduce(mul, (max(1, len(rule.get(part, []))) for part in _FINER), 1)
    return not often and a_day <= MOST_A_DAY


def _zone_of(calendar: Any, zone: str) -> tzinfo:
    said = str(calendar.get("X-WR-TIMEZONE", ""))
    return ZoneInfo(zone_or(said, zone))


def _shifts(event: Event, zone: tzinfo) -> Iterator[Shift]:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    start, end = _instant(event.start, zone), _instant(event.end, zone)
    if start < end:
        for who in _named(event):
            yield Shift(who=who, start=start, end=end)


def _instant(at: date, zone: tzinfo) -> datetime:
    """A day begins at midnight there; a time without a zone is one of the wall clock there."""
    if not isinstance(at, datetime):
        at = datetime(at.year, at.month, at.day, tzinfo=zone)
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _named(event: Event) -> Iterator[Callee]:
    """Its attendees; else the addresses in its title; else whoever the title names."""
    title = " ".join(legible(str(event.get("SUMMARY", ""))).split())
    phone = _telephone(f"{title} {event.get('DESCRIPTION', '')} {event.get('LOCATION', '')}")
    attendees = list(_attendees(event))
    addresses = dict.fromkeys(_ADDRESS.findall(title)) if not attendees else {}
    for address, name in attendees:
        yield _callee(name or address, address, phone)
    for address in addresses:
        yield _callee(address, address, phone)
    if title and not attendees and not addresses:
        yield _callee(title, "", phone)


def _attendees(event: Event) -> Iterator[tuple[str, str]]:
    """Address and name of those who have not declined; a room is nobody."""
    found = event.get("ATTENDEE", [])
    for one in found if isinstance(found, list) else [found]:
        about = {name: str(one.params.get(name, "")) for name in ("CUTYPE", "PARTSTAT", "CN")}
        address = _ADDRESS.search(str(one))
        is_person = about["CUTYPE"].upper() in {"", "INDIVIDUAL", "UNKNOWN"}
        if address and is_person and about["PARTSTAT"].upper() != "DECLINED":
            yield address[0], legible(about["CN"])


def _callee(name: str, address: str, phone: str) -> Callee:
    return Callee(name=shortened(name, _NAME_LIMIT), email=address.lower(), phone=phone)


def _telephone(text: str) -> str:
    found = _TELEPHONE.search(text)
    return found["number"] if found else ""
