"""Holidays, meetings and mornings, as a team writes them."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from bot.incident.days_off import DaysOff
from bot.incident.review_policy import FinishLater, ReviewPolicy
from tests.settings.examples import loaded, only_problem


def test_what_a_team_writes_is_what_counts(tmp_path: Path) -> None:
    written = (
        "holidays: {country: DE, subdivision: BW}\nreview_contact: director\n"
        'morning: "09:30"\nfinish_later: never\nseverities: {sev2: {meeting_workdays: 2}}'
    )

    policy = loaded(tmp_path, written).policy

    assert policy.working_hours.off == DaysOff(country="DE", subdivision="BW")
    assert policy.review == ReviewPolicy(
        contact="director", morning=time(9, 30), finish_later=FinishLater.NEVER
    )
    assert policy.severities["sev2"].meeting_workdays == 2


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("holidays: {country: XX}", "holidays"),
        ("holidays: {country: DE, subdivision: XX}", "holidays"),
        ("holidays: {country: fr}", "holidays.country"),
        ("holidays: FR", "holidays"),
        ('morning: "25:00"', "morning"),
        ("finish_later: sometimes", "finish_later"),
        ("severities: {sev2: {meeting_workdays: 0}}", "severities.sev2.meeting_workdays"),
    ],
)
def test_a_mistake_in_it_is_named(tmp_path: Path, written: str, key: str) -> None:
    problem = only_problem(tmp_path, written)

    assert problem.key == key
    assert problem.expected
