"""How long things took, each from one moment to another; what is not known is never 0."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.incident.moments import Moment, Moments


@dataclass(frozen=True, slots=True)
class Metric:
    """Named after the moment it leads to, and measured from the first one named here."""

    to: Moment
    since: Moment
    beside: Moment | None = None
    """Told beside it: since this moment."""

    def of(self, moments: Moments) -> timedelta | None:
        return moments.between(self.since, self.to)

    def beside_of(self, moments: Moments) -> timedelta | None:
        return moments.between(self.beside, self.to) if self.beside else None


METRICS = (
    Metric(Moment.DETECTED, Moment.STARTED),
    Metric(Moment.ACKNOWLEDGED, Moment.DETECTED),
    Metric(Moment.MITIGATED, Moment.STARTED, Moment.DETECTED),
    Metric(Moment.RESOLVED, Moment.STARTED, Moment.DETECTED),
)
