"""When people work: what can wait is said within these hours of their own zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from bot.incident.days_off import DaysOff

A_DAY = timedelta(days=1)


class WorkingHours(BaseModel):
    model_config = ConfigDict(frozen=True)

    opens: time = time(9)
    closes: time = time(18)
    days: frozenset[int] = frozenset(range(5))
    """Monday is 0."""
    off: DaysOff = DaysOff()

    def is_workday(self, day: date) -> bool:
        return day.weekday() in self.days and day not in self.off

    def are_now(self, at: datetime, zone: str) -> bool:
        local = at.astimezone(ZoneInfo(zone))
        within = self.opens <= local.time() < self.closes
        return within and self.is_workday(local.date())

    def next_open(self, at: datetime, zone: str) -> datetime:
        """The same moment if people work then, else the next opening."""
        if self.are_now(at, zone):
            return at
        day = at.astimezone(ZoneInfo(zone)).date()
        return next(opening for opening in self._openings(day, zone) if opening >= at)

    def opening(self, day: date, zone: str) -> datetime:
        """Of that day, or of the next one on which people work."""
        return next(self._openings(day, zone))

    def closing(self, day: date, zone: str) -> datetime:
        """The end of that day's work, whether people work on it or not."""
        return _utc(day, self.closes, zone)

    def workday_before(self, day: date) -> date:
        day -= A_DAY
        while not self.is_workday(day):
            day -= A_DAY
        return day

    def workdays_after(self, day: date, count: int) -> date:
        """The day on which so many days have been worked since."""
        while count:
            day += A_DAY
            count -= self.is_workday(day)
        return day

    def _openings(self, day: date, zone: str) -> Iterator[datetime]:
        """From that day on. A clock that is set forward may swallow one."""
        while True:
            opening = _utc(day, self.opens, zone)
            if self.are_now(opening, zone):
                yield opening
            day += A_DAY


def zone_or(name: str | None, default: str) -> str:
    """People's zones come from Slack, whose list may be newer than this machine's."""
    try:
        return ZoneInfo(name).key if name else default
    except (LookupError, ValueError, OSError):
        return default


def _utc(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
