"""What a rule or a silence applies to: an alert has to fit every condition that is given."""

from __future__ import annotations

import fnmatch
import functools
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from bot.incident.alert import Alert
from bot.incident.alert_words import AlertSeverity
from bot.incident.text import folded

UNKNOWN = "unknown"
"""In the place of a severity: the tool told none."""
Patterns = tuple[str, ...]
"""One of them has to fit, in any case; `*` stands for anything, `?` for one sign."""


class Hours(BaseModel):
    """Of a day; with an end that is earlier than the beginning they go on past midnight."""

    model_config = ConfigDict(frozen=True)

    begin: time
    end: time

    def are_at(self, local: time) -> bool:
        if self.begin <= self.end:
            return self.begin <= local < self.end
        return local >= self.begin or local < self.end

    def weekday(self, local: datetime) -> int:
        """Of the day on which they began."""
        past_midnight = self.end < self.begin and local.time() < self.end
        return (local.weekday() - past_midnight) % 7


class AlertMatch(BaseModel):
    """A condition that is not given fits every alert."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Patterns = ()
    service: Patterns = ()
    severity: tuple[AlertSeverity | str, ...] = ()
    title: Patterns = ()
    labels: Mapping[str, Patterns] = Field(default_factory=dict)
    hours: Hours | None = None
    days: frozenset[int] = frozenset()
    """Monday is 0; none: every day."""

    def misses(self, alert: Alert, at: datetime, zone: str) -> str:
        """The first condition that the alert does not fit, in words; empty: it fits all."""
        return next(self._missed(alert, at.astimezone(ZoneInfo(zone))), "")

    def _missed(self, alert: Alert, local: datetime) -> Iterator[str]:
        for name, patterns, value in self._texts(alert):
            if patterns and not any(_fits(value, pattern) for pattern in patterns):
                yield f"{name} is {value!r}" if value else f"there is no {name}"
        severity = alert.severity or UNKNOWN
        if self.severity and severity not in self.severity:
            yield f"the severity is {severity}"
        yield from self._missed_time(local)

    def _texts(self, alert: Alert) -> Iterator[tuple[str, Sequence[str], str]]:
        yield "source", self.source, alert.source
        yield "service", self.service, alert.service or ""
        yield "title", self.title, alert.title
        for name, patterns in self.labels.items():
            yield f"label {name}", patterns, alert.labels.get(name, "")

    def _missed_time(self, local: datetime) -> Iterator[str]:
        if self.hours and not self.hours.are_at(local.time()):
            yield f"it is {local:%H:%M}"
        day = self.hours.weekday(local) if self.hours else local.weekday()
        if self.days and day not in self.days:
            yield f"the day is {_DAYS[day]}"


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _fits(value: str, pattern: str) -> bool:
    """What is not there fits nothing, not even `*`."""
    return bool(value) and fnmatch.fnmatchcase(folded(value), _translated(pattern))


@functools.cache
def _translated(pattern: str) -> str:
    """Brackets stand for themselves: titles are full of them."""
    return folded(pattern).replace("[", "[[]")
