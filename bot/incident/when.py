"""Typed times: what a line may begin with, read in the zone of whoever typed it (product.md 7)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from dateutil import tz

from bot.incident.when_errors import InTheFuture, NeverWas, NotATime, WasTwice
from bot.incident.zones import TYPED_ZONE, jump_over, zone_name, zone_typed

AHEAD = timedelta(minutes=2)
"""Clocks differ a little: a time that is at most so far ahead is now."""
_MINUTE = timedelta(minutes=1)

_AGO = r"(?P<{0}_n>\d{{1,4}}) ?(?P<{0}_unit>minutes?|mins?|m|heures?|hours?|hrs?|h)"
_CLOCK = (
    r"(?:(?P<h12>1[0-2]|0?[1-9])(?::(?P<m12>[0-5]\d))? ?(?P<half>[ap])\.?m\.?(?!\w)"
    r"|(?P<hour>[01]?\d|2[0-3])[:hH](?P<minute>[0-5]\d))"
)
_DAY = r"(?:(?P<day>(?i:today|yesterday|aujourd['\u2019]?hui|hier)) (?:(?i:at|à|a) )?)"
_ISO = (
    r"(?P<date>(?:19|20)\d\d-(?:0\d|1[0-2])-[0-3]\d)[T ]"
    r"(?P<iso_hour>[01]\d|2[0-3]):(?P<iso_minute>[0-5]\d)(?::(?P<iso_second>[0-5]\d)(?:\.\d+)?)?"
)
_END = r"(?=[\s,;]|:? |:$|$)"
_FORMS = tuple(
    re.compile(form + _END)
    for form in (
        r"[-\u2212\u2013](?P<back_h>\d{1,3})h(?P<back_m>[0-5]?\d)m?",
        r"[-\u2212\u2013]" + _AGO.format("back"),
        rf"(?i:{_AGO.format('ago')} ago)",
        rf"(?i:il y a {_AGO.format('ago')})",
        rf"{_ISO}{TYPED_ZONE}?",
        rf"{_DAY}?(?i:{_CLOCK}){TYPED_ZONE}?",
    )
)


@dataclass(frozen=True, slots=True)
class TypedTime:
    at: datetime
    """In UTC."""
    zone: tzinfo
    """The zone in which it was read."""
    rest: str
    """What followed it in the line."""


def whole_time(text: str, now: datetime, zone: tzinfo) -> TypedTime:
    """A line that is a time and nothing else; raises NotATime for any other."""
    found = leading_time(text, now, zone)
    if found is None or found.rest:
        raise NotATime(text)
    return found


def leading_time(text: str, now: datetime, zone: tzinfo) -> TypedTime | None:
    """The time that a line begins with, if it begins with one; anything else is text.

    Raises InTheFuture, NeverWas or WasTwice for what is a time that cannot be meant.
    """
    line = " ".join(text.split())
    for form in _FORMS:
        if found := form.match(line):
            said = (found.groupdict().get("zone") or "").strip()
            given = zone_typed(said) if said else zone
            end = found.end() if given else found.start("zone")
            at = _at(found, now, given or zone)
            rest = line[end:].lstrip(" ,;:")
            return TypedTime(at.astimezone(UTC), given or zone, rest) if at else None
    return None


def _at(found: re.Match[str], now: datetime, zone: tzinfo) -> datetime | None:
    parts = found.groupdict()
    if "back_h" in parts:
        return now - timedelta(hours=int(parts["back_h"]), minutes=int(parts["back_m"]))
    for name in ("back", "ago"):
        if n := parts.get(f"{name}_n"):
            return now - int(n) * _unit(parts[f"{name}_unit"])
    if day := parts.get("date"):
        return _iso_time(found, day, now, zone)
    clock = _clock(parts)
    if day := parts.get("day"):
        days = 1 if day.lower() in ("yesterday", "hier") else 0
        on = now.astimezone(zone).date() - timedelta(days=days)
        return _on_that_day(found[0], datetime.combine(on, clock), now, zone)
    return _most_recent(found[0], clock, now, zone)


def _unit(word: str) -> timedelta:
    return timedelta(hours=1) if word[0].lower() == "h" else _MINUTE


def _clock(parts: dict[str, str | None]) -> time:
    if half := parts.get("half"):
        hour = int(parts["h12"] or 0) % 12 + (12 if half.lower() == "p" else 0)
        return time(hour, int(parts["m12"] or 0))
    return time(int(parts["hour"] or 0), int(parts["minute"] or 0))


def _iso_time(found: re.Match[str], day: str, now: datetime, zone: tzinfo) -> datetime | None:
    try:
        on = date.fromisoformat(day)
    except ValueError:  # 30 February is text
        return None
    seconds = int(found["iso_second"] or 0)
    clock = time(int(found["iso_hour"]), int(found["iso_minute"]), seconds)
    return _on_that_day(found[0], datetime.combine(on, clock), now, zone)


def _on_that_day(what: str, naive: datetime, now: datetime, zone: tzinfo) -> datetime:
    past = [at for at in _instants(naive, zone) if at <= now + AHEAD]
    if not past:
        raise InTheFuture(what)
    return _the_one(what, naive, past, now, zone)


def _most_recent(what: str, clock: time, now: datetime, zone: tzinfo) -> datetime:
    """Tomorrow counts as well: at 23:59, 00:00 is now."""
    today = now.astimezone(zone).date()
    for days in (1, 0, -1):
        naive = datetime.combine(today + timedelta(days=days), clock)
        if past := [at for at in _instants(naive, zone) if at <= now + AHEAD]:
            return _the_one(what, naive, past, now, zone)
    raise InTheFuture(what)


def _instants(naive: datetime, zone: tzinfo) -> Iterator[datetime]:
    """When it was: once, twice, or, for one that never was, when the clocks jumped over it."""
    local = naive.replace(tzinfo=zone)
    if not tz.datetime_exists(local):
        yield jump_over(local)[1].astimezone(UTC)
        return
    yield local.replace(fold=0).astimezone(UTC)
    if tz.datetime_ambiguous(local):
        yield local.replace(fold=1).astimezone(UTC)


def _the_one(
    what: str, naive: datetime, past: list[datetime], now: datetime, zone: tzinfo
) -> datetime:
    local = naive.replace(tzinfo=zone)
    if not tz.datetime_exists(local):
        raise NeverWas(what, zone_name(zone), *jump_over(local))
    if len(past) > 1:
        first, second = (at.astimezone(zone) for at in past)
        raise WasTwice(what, zone_name(zone), first, second)
    return min(past[0], now)
