"""What a team decided about reviews of post-mortems, and about what can wait for the morning."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from bot.incident.severity import Severity
from bot.incident.working_hours import WorkingHours


class FinishLater(StrEnum):
    """When a resolution asks for no more than the final message, and for the rest later."""

    OUTSIDE_HOURS = "outside_hours"
    ALWAYS = "always"
    NEVER = "never"


class ReviewPolicy(BaseModel):
    model_config = ConfigDict(frozen=True)

    contact: str = "manager"
    """The contact who hears that a post-mortem or its review is late."""
    morning: time = time(10)
    """When what was left at night is asked for, on the next day on which its person works."""
    finish_later: FinishLater = FinishLater.OUTSIDE_HOURS


def meeting_due(
    level: Severity | None, resolved: datetime, zone: str, hours: WorkingHours
) -> datetime | None:
    """The end of the last day on which it is to be talked about; None: nobody has to."""
    if level is None:
        return None
    day = resolved.astimezone(ZoneInfo(zone)).date()
    if level.meeting_workdays is not None:
        return hours.closing(hours.workdays_after(day, level.meeting_workdays), zone)
    if level.meeting_within is not None:
        return hours.closing(day + timedelta(days=level.meeting_within.days), zone)
    return None


def next_morning(at: datetime, zone: str, policy: ReviewPolicy, hours: WorkingHours) -> datetime:
    """The first morning after that time on which people work."""
    day = at.astimezone(ZoneInfo(zone)).date()
    while True:
        morning = datetime.combine(day, policy.morning, ZoneInfo(zone))
        if morning > at and hours.is_workday(day):
            return morning.astimezone(at.tzinfo)
        day += timedelta(days=1)
