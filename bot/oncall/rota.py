"""A rota: people in turn by the wall clock of a zone, and whoever takes a turn in their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil import tz

from bot.incident.ids import UserId
from bot.incident.on_call import Callee, Override, Rota, Shift

_MINUTE = timedelta(minutes=1)


def shifts(rota: Rota, since: datetime, until: datetime) -> list[Shift]:
    """Those that touch this time, whole, oldest first."""
    turns = list(_in_turn(rota, since, until))
    for override in rota.overrides:
        turns = list(_replaced(turns, override, rota.zone))
    kept = (turn for turn in turns if turn.start < until and turn.end > since)
    return sorted(kept, key=lambda turn: turn.start)


def _in_turn(rota: Rota, since: datetime, until: datetime) -> Iterator[Shift]:
    """A turn ends at the same time of the day in summer and in winter."""
    local = since.astimezone(ZoneInfo(rota.zone)).replace(tzinfo=None)
    number = max(0, (local - rota.since) // rota.every - 1)
    while (start := instant(rota.since + number * rota.every, rota.zone)) < until:
        end = instant(rota.since + (number + 1) * rota.every, rota.zone)
        if start < end:
            yield Shift(who=callee(rota.people[number % len(rota.people)]), start=start, end=end)
        number += 1


def _replaced(turns: Sequence[Shift], override: Override, zone: str) -> Iterator[Shift]:
    since, until = instant(override.since, zone), instant(override.until, zone)
    for turn in turns:
        if turn.start < min(turn.end, since):
            yield turn.model_copy(update={"end": min(turn.end, since)})
        if max(turn.start, until) < turn.end:
            yield turn.model_copy(update={"start": max(turn.start, until)})
    if since < until:
        yield Shift(who=callee(override.who), start=since, end=until)


def callee(who: str) -> Callee:
    """As configuration names somebody: an ID of Slack, an e-mail address, or a name."""
    if "@" in who:
        return Callee(name=who, email=who)
    return Callee(name=who, user=UserId(who) if who.isupper() and who[0] in "UW" else None)


def instant(local: datetime, zone: str) -> datetime:
    """Of a time that was twice, the first; of one that never was, when the clocks were changed."""
    at = local.replace(tzinfo=ZoneInfo(zone), fold=0)
    while not tz.datetime_exists(at):
        at += _MINUTE
    return at.astimezone(UTC)
