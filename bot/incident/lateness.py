"""The one ladder of lateness: who hears, and when, that an update is due or was not sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.incident.cadence import Due


class Rung(StrEnum):
    SOON = "soon"
    """Privately, to whoever writes it."""
    LATE = "late"
    """The incident commander."""
    VERY_LATE = "very_late"
    """The incident commander, and those to whom it is escalated."""


AFTER = {
    Rung.SOON: timedelta(minutes=-5),
    Rung.LATE: timedelta(minutes=5),
    Rung.VERY_LATE: timedelta(minutes=15),
}
"""From the time at which the update is due (product rule)."""
_MINUTE = timedelta(minutes=1)
_STEPS = ((20, 1), (60, 5))
_LAST_STEP = 15


@dataclass(frozen=True, slots=True)
class Step:
    rung: Rung
    due: Due

    @property
    def key(self) -> str:
        return f"nudge:update:{int(self.due.at.timestamp())}:{self.rung.value}"


def most_overdue(dues: Iterable[Due]) -> Due | None:
    """What goes out by itself is never late, or not for want of a person."""
    return min((due for due in dues if not due.by_itself), key=lambda due: due.at, default=None)


def step(dues: Iterable[Due], now: datetime) -> Step | None:
    """The newest rung that was reached: after a pause only that one is said."""
    due = most_overdue(dues)
    reached = [rung for rung, at in _rungs(due) if at <= now] if due else []
    if due is None or not reached or (reached[-1] is Rung.SOON and due.at <= now):
        return None
    return Step(reached[-1], due)


def next_step(dues: Iterable[Due], now: datetime) -> datetime | None:
    due = most_overdue(dues)
    ahead = [at for _, at in _rungs(due) if at > now] if due else []
    return min(ahead, default=None)


def _rungs(due: Due) -> Iterator[tuple[Rung, datetime]]:
    """Whoever has just set the time needs no reminder before it."""
    for rung, after in AFTER.items():
        if rung is not Rung.SOON or due.at + after > due.since:
            yield rung, due.at + after


def through_quiet(rung: Rung) -> bool:
    """Whoever asks for quiet silences reminders, never what is escalated."""
    return rung is Rung.VERY_LATE


def late_by(dues: Iterable[Due], now: datetime) -> timedelta | None:
    """Whole minutes; None when nothing is late by one."""
    due = most_overdue(dues)
    late = now - due.at if due else timedelta()
    return late // _MINUTE * _MINUTE if late >= _MINUTE else None


def late_again_at(dues: Iterable[Due], now: datetime) -> datetime | None:
    """When that is to be shown anew: each minute at first, then less and less often."""
    due = most_overdue(dues)
    if due is None:
        return None
    minutes = max(0, (now - due.at) // _MINUTE)
    step = next((size for until, size in _STEPS if minutes < until), _LAST_STEP)
    return due.at + (minutes // step + 1) * step * _MINUTE
