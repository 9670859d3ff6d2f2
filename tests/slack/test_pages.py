"""What reads back leaves some of Slack's limits to others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.response.outcomes import Busy
from bot.slack.pages import PACED, Pace

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def taken(pace: Pace, now: datetime, method: str = "conversations.history") -> int:
    """How many calls are let through at this moment."""
    for count in range(100):
        try:
            pace.take(method, now)
        except Busy:
            return count
    return 100


def test_so_many_at_once_and_then_no_more() -> None:
    pace = Pace()

    assert taken(pace, NOW) == 10
    assert taken(pace, NOW) == 0
    assert taken(pace, NOW, "conversations.replies") == 10


def test_it_says_when_half_of_them_are_there_again() -> None:
    pace = Pace()
    taken(pace, NOW)

    with pytest.raises(Busy) as refused:
        pace.take("conversations.history", NOW)

    assert refused.value.why == PACED
    assert refused.value.retry_after == pytest.approx(7.5)
    assert taken(pace, NOW + timedelta(seconds=7.5)) == 5


def test_over_a_minute_it_stays_below_what_slack_allows() -> None:
    pace = Pace()

    calls = sum(taken(pace, NOW + timedelta(seconds=second)) for second in range(60))

    assert 40 <= calls <= 50


def test_after_a_rest_there_are_not_more_than_at_first() -> None:
    pace = Pace()
    taken(pace, NOW)

    assert taken(pace, NOW + timedelta(hours=1)) == 10
