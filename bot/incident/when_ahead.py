"""Typed times still to come: `tomorrow 14:00`, `jeudi 10h`, `2026-12-03 14:00`, `in 3 h`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from dateutil import tz

from bot.incident.errors import IncidentError
from bot.incident.text import folded, shortened
from bot.incident.when_errors import NeverWas, WasTwice
from bot.incident.zones import jump_over, zone_name
from bot.language import N_

FURTHEST = timedelta(days=366)
_QUOTED = 60
_WEEKDAYS = (
    ("monday", "mon", "lundi", "lun"),
    ("tuesday", "tue", "mardi", "mar"),
    ("wednesday", "wed", "mercredi", "mer"),
    ("thursday", "thu", "jeudi", "jeu"),
    ("friday", "fri", "vendredi", "ven"),
    ("saturday", "sat", "samedi", "sam"),
    ("sunday", "sun", "dimanche", "dim"),
)
_WEEKDAY = {word: day for day, words in enumerate(_WEEKDAYS) for word in words}
_AHEAD = {"today": 0, "aujourd'hui": 0, "tomorrow": 1, "demain": 1}
_CLOCK = (
    r"(?:at |a )?(?:(?P<h12>1[0-2]|0?[1-9])(?::(?P<m12>[0-5]\d))? ?(?P<half>[ap])\.?m\.?"
    r"|(?P<hour>[01]?\d|2[0-3]) ?[:h] ?(?P<minute>[0-5]\d)?)"
)
_DAY = rf"(?:(?P<word>{'|'.join([*_AHEAD, *_WEEKDAY])})|(?P<date>\d{{4}}-\d\d-\d\d))"
_POINT = re.compile(rf"(?:(?:on |le |next )?{_DAY}(?:,? |t))?{_CLOCK}(?P<utc> ?(?:utc|gmt|z))?")
_UNIT = r"(?P<unit>minutes?|min|heures?|hours?|h|days?|jours?|d|j)"
_SPAN = re.compile(rf"(?:in|dans) (?P<n>\d{{1,3}}) ?{_UNIT}")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "j": "days"}


class NotAhead(IncidentError):
    message = N_(
        "“{what}” is no time to come that I understand. For example: `tomorrow 14:00`,"
        " `thursday 10:30`, `2026-12-03 14:00` or `in 3 h`."
    )

    def __init__(self, what: str) -> None:
        super().__init__(what=shortened(what, _QUOTED))


class IsOver(IncidentError):
    message = N_(
        "{what} is over already, or more than a year ahead. Say one like `tomorrow 14:00`."
    )

    def __init__(self, what: str) -> None:
        super().__init__(what=shortened(what, _QUOTED))


def time_ahead(text: str, now: datetime, zone: tzinfo) -> datetime:
    """In UTC. A clock time without a day is its next occurrence; a weekday is the next one.

    Raises NotAhead, IsOver, or what says that it never was or was twice.
    """
    line = folded(text.replace("\u2019", "'").replace("\u202f", " ").replace("\u00a0", " "))
    if span := _SPAN.fullmatch(line):
        return _within(text, now + timedelta(**{_UNITS[span["unit"][0]]: int(span["n"])}), now)
    found = _POINT.fullmatch(line)
    if found is None:
        raise NotAhead(text)
    zone = UTC if found["utc"] else zone
    clock = _clock(found)
    for day in _days(found, now.astimezone(zone).date(), text):
        at = _instant(text, datetime.combine(day, clock), zone)
        if at > now:
            return _within(text, at, now)
    raise IsOver(text)


def _clock(found: re.Match[str]) -> time:
    if half := found["half"]:
        return time(int(found["h12"]) % 12 + (12 if half == "p" else 0), int(found["m12"] or 0))
    return time(int(found["hour"]), int(found["minute"] or 0))


def _days(found: re.Match[str], today: date, text: str) -> list[date]:
    """Those it may be, the nearest first."""
    if written := found["date"]:
        try:
            return [date.fromisoformat(written)]
        except ValueError:
            raise NotAhead(text) from None
    word = found["word"]
    if word in _AHEAD:
        return [today + timedelta(days=_AHEAD[word])]
    if word is None:
        return [today, today + timedelta(days=1)]
    ahead = (_WEEKDAY[word] - today.weekday()) % 7
    return [today + timedelta(days=ahead), today + timedelta(days=ahead + 7)]


def _instant(text: str, naive: datetime, zone: tzinfo) -> datetime:
    local = naive.replace(tzinfo=zone)
    if not tz.datetime_exists(local):
        raise NeverWas(text, zone_name(zone), *jump_over(local))
    if tz.datetime_ambiguous(local):
        raise WasTwice(text, zone_name(zone), local.replace(fold=0), local.replace(fold=1))
    return local.astimezone(UTC)


def _within(text: str, at: datetime, now: datetime) -> datetime:
    if not timedelta(0) < at - now <= FURTHEST:
        raise IsOver(text)
    return at
