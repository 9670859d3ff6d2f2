"""The moments of an incident, in UTC, each editable; out of order is accepted and flagged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from pydantic import BaseModel, ConfigDict


class Moment(StrEnum):
    """In the order in which they should come."""

    STARTED = "started"
    DETECTED = "detected"
    DECLARED = "declared"
    ACKNOWLEDGED = "acknowledged"
    MITIGATED = "mitigated"
    RESOLVED = "resolved"
    CLOSED = "closed"


EDITABLE = tuple(moment for moment in Moment if moment is not Moment.DECLARED)
_EXPECTED = (
    Moment.STARTED,
    Moment.DETECTED,
    Moment.ACKNOWLEDGED,
    Moment.MITIGATED,
    Moment.RESOLVED,
    Moment.CLOSED,
)


class Moments(BaseModel):
    """None: not known. `by_hand` names those that a person has set; nothing overwrites them."""

    model_config = ConfigDict(frozen=True)

    started: datetime | None = None
    detected: datetime | None = None
    declared: datetime | None = None
    acknowledged: datetime | None = None
    mitigated: datetime | None = None
    resolved: datetime | None = None
    closed: datetime | None = None
    by_hand: tuple[Moment, ...] = ()

    def at(self, moment: Moment) -> datetime | None:
        found: datetime | None = getattr(self, moment.value)
        return found

    def noting(self, moment: Moment, at: datetime | None) -> Moments:
        """What the bot saw; a moment set by hand stays as it is."""
        if moment in self.by_hand:
            return self
        return self.model_copy(update={moment.value: at})

    def set_by_hand(self, moment: Moment, at: datetime | None) -> Moments:
        by_hand = tuple(m for m in Moment if m in self.by_hand or m is moment)
        return self.model_copy(update={moment.value: at, "by_hand": by_hand})

    def forgetting(self, *moments: Moment) -> Moments:
        """It has not come to that after all, whoever set it."""
        by_hand = tuple(m for m in self.by_hand if m not in moments)
        return self.model_copy(update={**{m.value: None for m in moments}, "by_hand": by_hand})

    def out_of_order(self) -> tuple[tuple[Moment, Moment], ...]:
        """Neighbours of which the later one comes first; unknown ones are passed over."""
        return tuple(
            (before, after)
            for (before, first), (after, second) in pairwise(self._known())
            if second < first
        )

    def between(self, start: Moment, end: Moment) -> timedelta | None:
        """None when either is unknown or the result would be negative: unknown is never 0."""
        first, second = self.at(start), self.at(end)
        if first is None or second is None or second < first:
            return None
        return second - first

    def _known(self) -> Iterator[tuple[Moment, datetime]]:
        for moment in _EXPECTED:
            at = self.at(moment)
            if at is not None:
                yield moment, at
