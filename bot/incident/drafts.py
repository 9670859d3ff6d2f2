"""The draft of an update: one for all that is due together, put anew while unanswered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.incident.cadence import TOGETHER, Due


@dataclass(frozen=True, slots=True)
class Draft:
    """What is put before whoever writes updates, with a line for each audience."""

    at: datetime
    """Since when it stands, in whole seconds: one with another time replaces it."""
    lines: tuple[Due, ...]


def draft(dues: Iterable[Due], last: datetime | None, now: datetime) -> Draft | None:
    """`last`: when the newest one was put, answered or not. After a pause there is only one."""
    asked = [due for due in dues if _is_asked(due)]
    reached = [due for due in asked if due.at <= now]
    if not reached:
        return None
    newest = _second(max(_last_time(due, now) for due in reached))
    since = _second(max(due.since for due in reached))
    if last is None or newest > last + TOGETHER or since > last:
        last = newest
    until = max(now, last + TOGETHER)
    return Draft(last, tuple(due for due in asked if due.at <= until))


def next_draft(dues: Iterable[Due], now: datetime) -> datetime | None:
    """When there may be another one."""
    return min(_times_ahead([due for due in dues if _is_asked(due)], now), default=None)


def _times_ahead(dues: Sequence[Due], now: datetime) -> Iterable[datetime]:
    for due in dues:
        if due.at > now:
            yield due.at
        elif due.every:
            yield _last_time(due, now) + due.every


def _is_asked(due: Due) -> bool:
    return not due.by_itself and not due.waiting


def _last_time(due: Due, now: datetime) -> datetime:
    """It falls due again each time that the next one would have been."""
    return due.at + (now - due.at) // due.every * due.every if due.every else due.at


def _second(at: datetime) -> datetime:
    """What is kept of when a draft was put knows no parts of a second."""
    return at.replace(microsecond=0)
