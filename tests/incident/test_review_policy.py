"""By when a post-mortem is talked about, and which morning asks for what was left at night."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.incident.days_off import DaysOff
from bot.incident.review_policy import ReviewPolicy, meeting_due, next_morning
from bot.incident.severity import Severity
from bot.incident.working_hours import WorkingHours

PARIS, AUCKLAND = "Europe/Paris", "Pacific/Auckland"
PLAIN = WorkingHours()
FRENCH = WorkingHours(off=DaysOff(country="FR"))
THURSDAY = datetime(2026, 4, 30, 15, tzinfo=UTC)
"""The Friday after it is a public holiday in France."""


def level(**meeting: object) -> Severity:
    return Severity(key="sev1", rank=1).model_copy(update=meeting)


@pytest.mark.parametrize(
    ("meeting", "hours", "zone", "due"),
    [
        ({"meeting_workdays": 2}, PLAIN, PARIS, datetime(2026, 5, 4, 16, tzinfo=UTC)),
        ({"meeting_workdays": 2}, FRENCH, PARIS, datetime(2026, 5, 5, 16, tzinfo=UTC)),
        ({"meeting_workdays": 2}, PLAIN, AUCKLAND, datetime(2026, 5, 5, 6, tzinfo=UTC)),
        (
            {"meeting_within": timedelta(days=5)},
            FRENCH,
            PARIS,
            datetime(2026, 5, 5, 16, tzinfo=UTC),
        ),
        ({}, PLAIN, PARIS, None),
    ],
    ids=["a weekend", "a holiday", "already Friday there", "days as they come", "not asked for"],
)
def test_a_meeting_is_due_at_the_end_of_a_day_in_the_zone_of_its_people(
    meeting: dict[str, object], hours: WorkingHours, zone: str, due: datetime | None
) -> None:
    assert meeting_due(level(**meeting), THURSDAY, zone, hours) == due


def test_what_has_no_severity_any_more_asks_for_no_meeting() -> None:
    assert meeting_due(None, THURSDAY, PARIS, PLAIN) is None


@pytest.mark.parametrize(
    ("at", "hours", "morning"),
    [
        (datetime(2026, 4, 30, 1, tzinfo=UTC), PLAIN, datetime(2026, 4, 30, 8, tzinfo=UTC)),
        (datetime(2026, 4, 30, 8, tzinfo=UTC), PLAIN, datetime(2026, 5, 1, 8, tzinfo=UTC)),
        (datetime(2026, 4, 30, 23, tzinfo=UTC), FRENCH, datetime(2026, 5, 4, 8, tzinfo=UTC)),
        (datetime(2026, 3, 27, 20, tzinfo=UTC), PLAIN, datetime(2026, 3, 30, 8, tzinfo=UTC)),
        (datetime(2026, 10, 23, 20, tzinfo=UTC), PLAIN, datetime(2026, 10, 26, 9, tzinfo=UTC)),
    ],
    ids=["the same day", "not this very moment", "a holiday", "summer time", "winter time"],
)
def test_the_next_morning_is_one_on_which_its_person_works(
    at: datetime, hours: WorkingHours, morning: datetime
) -> None:
    assert next_morning(at, PARIS, ReviewPolicy(morning=time(10)), hours) == morning
