"""Promises to readers: the updates whose time they had been told, and those that came late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from bot.incident.composing import LATE_FROM
from bot.incident.timeline import TimelineEntry
from bot.incident.updates_facts import Telling, UpdateSent, UpdateSkipped


@dataclass(frozen=True, slots=True)
class Promise:
    """One audience's, for one time. `kept_at` None: nobody told them anything then."""

    audience: str
    promised: datetime
    kept_at: datetime | None

    @property
    def late_by(self) -> timedelta:
        """What comes within the minute is in time."""
        late = (self.kept_at or self.promised) - self.promised
        return late if late >= LATE_FROM else timedelta()

    @property
    def is_kept(self) -> bool:
        return self.kept_at is not None and not self.late_by


@dataclass(frozen=True, slots=True)
class Punctuality:
    made: int
    kept: int
    skipped: int
    latest: timedelta | None
    middle: timedelta | None
    """Of those that came late: the worst, and the median."""

    @property
    def late(self) -> int:
        return self.made - self.kept - self.skipped


def promises(facts: Iterable[TimelineEntry]) -> Iterator[Promise]:
    for entry in facts:
        if isinstance(entry.fact, UpdateSent):
            yield from _of(entry.fact.to, entry.occurred_at)
        elif isinstance(entry.fact, UpdateSkipped):
            yield from (one for one in _of(entry.fact.to, None))


def _of(tellings: Iterable[Telling], at: datetime | None) -> Iterator[Promise]:
    for telling in tellings:
        if telling.promised is not None:
            yield Promise(telling.audience, telling.promised, at)


def punctuality(facts: Iterable[TimelineEntry]) -> Punctuality:
    found = list(promises(facts))
    late = sorted(one.late_by for one in found if one.late_by)
    middle = median(one.total_seconds() for one in late) if late else None
    return Punctuality(
        made=len(found),
        kept=sum(one.is_kept for one in found),
        skipped=sum(one.kept_at is None for one in found),
        latest=late[-1] if late else None,
        middle=timedelta(seconds=middle) if middle is not None else None,
    )
