"""Time zones: as people have them in Slack, and as they type them after a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil import tz

TYPED_ZONE = (
    r"(?P<zone>Z|[+-](?:0\d|1[0-4]):?[0-5]\d| ?(?:UTC|GMT|CES?T|E[SD]T|P[SD]T)"
    r"| [A-Z]\w+(?:/[\w+-]+){1,2})"
)
"""Abbreviations that mean one zone only, and in capitals: `est` is a French verb."""
_MINUTE = timedelta(minutes=1)
_HOURS = {"CET": 1, "CEST": 2, "EST": -5, "EDT": -4, "PST": -8, "PDT": -7}


def zone_named(name: str | None) -> tzinfo:
    """UTC for a name that nobody knows."""
    return _known(name or "Etc/UTC") or UTC


def zone_typed(said: str) -> tzinfo | None:
    """None for what only looks like a zone."""
    if said in ("Z", "UTC", "GMT"):
        return UTC
    if said in _HOURS:
        return timezone(timedelta(hours=_HOURS[said]), said)
    if said[0] in "+-":
        offset = timedelta(hours=int(said[1:3]), minutes=int(said[-2:]))
        return timezone(-offset if said[0] == "-" else offset)
    return _known(said)


def _known(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone_name(zone: tzinfo) -> str:
    return str(getattr(zone, "key", zone)).removeprefix("Etc/")


def jump_over(local: datetime) -> tuple[datetime, datetime]:
    """The last minute before the clocks jumped over this time, and the first one after."""
    after = local
    while not tz.datetime_exists(after):
        after += _MINUTE
    before = (after.astimezone(UTC) - _MINUTE).astimezone(after.tzinfo)
    return before, after
