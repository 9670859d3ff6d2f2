"""When something is to be done, read from the end of a typed line: `20m`, `2 days`, a date."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.incident.errors import DueInThePast
from bot.incident.text import folded
from bot.incident.working_hours import A_DAY, WorkingHours

_LEAD = r"(?:^|\s)(?:(?:in|within|by|until|dans|sous|avant|pour|d'ici)\s+)?"
_MINUTES = r"minutes?|mins?|mn|m"
_HOURS = r"heures?|hours?|h"
_DAYS = r"jours?|days?|d|j"
_WEEKS = r"semaines?|weeks?|w"
_SPAN = re.compile(
    _LEAD + rf"(?:(?P<w>\d{{1,2}})\s?(?:{_WEEKS})|(?P<d>\d{{1,3}})\s?(?:{_DAYS})"
    rf"|(?P<h>\d{{1,3}})\s?(?:{_HOURS})(?:\s?(?P<hm>[0-5]?\d)\s?(?:{_MINUTES})?)?"
    rf"|(?P<m>\d{{1,4}})\s?(?:{_MINUTES}))$",
    re.IGNORECASE,
)
_DATE = re.compile(
    _LEAD + r"(?P<day>\d{4}-\d{2}-\d{2}|today|tomorrow|aujourd'hui|demain)$", re.IGNORECASE
)
_DAYS_AHEAD = {"today": 0, "aujourd'hui": 0, "tomorrow": 1, "demain": 1}
_LAST_MINUTE = time(23, 59)


def span_at_end(text: str) -> tuple[str, timedelta | None]:
    """`Restart the cache 1h30` → `Restart the cache`, an hour and a half."""
    found = _SPAN.search(text)
    if found is None:
        return text, None
    n = {name: int(digits or 0) for name, digits in found.groupdict().items()}
    span = timedelta(weeks=n["w"], days=n["d"], hours=n["h"], minutes=n["m"] + n["hm"])
    return text[: found.start()].rstrip(" ,;:"), span


def day_at_end(
    text: str, now: datetime, zone: str, hours: WorkingHours
) -> tuple[str, datetime | None]:
    """`Write the runbook 2026-12-01` → the end of that day's work, in that zone.

    Raises DueInThePast for a day that is over.
    """
    found = _DATE.search(text)
    day = _day(found["day"], now, zone) if found else None
    if found is None or day is None:
        return text, None
    due = hours.closing(day, zone)
    if due <= now and day == now.astimezone(ZoneInfo(zone)).date():
        due = datetime.combine(day, _LAST_MINUTE, ZoneInfo(zone))
    if due <= now:
        raise DueInThePast(found["day"])
    return text[: found.start()].rstrip(" ,;:"), due


def _day(written: str, now: datetime, zone: str) -> date | None:
    today = now.astimezone(ZoneInfo(zone)).date()
    if (ahead := _DAYS_AHEAD.get(folded(written))) is not None:
        return today + ahead * A_DAY
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
