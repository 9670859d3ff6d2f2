"""When something is due, read from the end of a line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incident.deadline import day_at_end, span_at_end
from bot.incident.errors import DueInThePast
from bot.incident.working_hours import WorkingHours

HOURS = WorkingHours()
NOW = datetime(2026, 3, 2, 21, 30, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("line", "text", "span"),
    [
        ("Restart the cache 20m", "Restart the cache", 20 * MINUTE),
        ("Restart the cache 20 min", "Restart the cache", 20 * MINUTE),
        ("Restart the cache, in 20 minutes", "Restart the cache", 20 * MINUTE),
        ("Relancer le cache dans 20 mn", "Relancer le cache", 20 * MINUTE),
        ("Restart the cache 1h", "Restart the cache", HOUR),
        ("Restart the cache 1h30", "Restart the cache", 90 * MINUTE),
        ("Restart the cache 1 h 05 min", "Restart the cache", 65 * MINUTE),
        ("Relancer sous 2 heures", "Relancer", 2 * HOUR),
        ("Write the runbook 2d", "Write the runbook", 2 * DAY),
        ("Rédiger la procédure 2 j", "Rédiger la procédure", 2 * DAY),
        ("Write the runbook within 2 weeks", "Write the runbook", 14 * DAY),
        ("20M", "", 20 * MINUTE),
    ],
)
def test_a_span_at_the_end_is_when_it_is_due(line: str, text: str, span: timedelta) -> None:
    assert span_at_end(line) == (text, span)


@pytest.mark.parametrize(
    "line",
    [
        "Restart node b20m",
        "Keep 20m of logs",
        "Roll back to release 20",
        "Watch p99",
        "Ask team 5G",
        "20 m2 of space",
        "",
    ],
)
def test_what_only_looks_like_a_span_is_text(line: str) -> None:
    assert span_at_end(line) == (line, None)


@given(st.text(max_size=60))
def test_any_line_can_be_read(line: str) -> None:
    text, span = span_at_end(line)
    shorter, due = day_at_end(f"{line} 2026-03-09", NOW, "Europe/Paris", HOURS)

    assert (span is None) == (text == line)
    assert due is not None
    assert len(shorter) <= len(line)


@pytest.mark.parametrize(
    ("written", "zone", "due"),
    [
        ("2026-03-09", "Etc/UTC", datetime(2026, 3, 9, 18, tzinfo=UTC)),
        ("by 2026-03-09", "Europe/Paris", datetime(2026, 3, 9, 17, tzinfo=UTC)),
        ("2026-04-09", "Europe/Paris", datetime(2026, 4, 9, 16, tzinfo=UTC)),
        ("tomorrow", "Europe/Paris", datetime(2026, 3, 3, 17, tzinfo=UTC)),
        ("pour demain", "Asia/Tokyo", datetime(2026, 3, 4, 9, tzinfo=UTC)),
        ("today", "Etc/UTC", datetime(2026, 3, 2, 23, 59, tzinfo=UTC)),
        ("aujourd'hui", "America/New_York", datetime(2026, 3, 2, 23, tzinfo=UTC)),
    ],
)
def test_a_day_is_due_when_its_work_ends_where_it_was_typed(
    written: str, zone: str, due: datetime
) -> None:
    assert day_at_end(f"Write the runbook {written}", NOW, zone, HOURS) == (
        "Write the runbook",
        due,
    )


@pytest.mark.parametrize(
    "line", ["Write it 2026-13-40", "Rotate key 2026-3-9", "Not today, please"]
)
def test_what_is_no_day_is_text(line: str) -> None:
    assert day_at_end(line, NOW, "Etc/UTC", HOURS) == (line, None)


def test_a_day_that_is_over_is_refused_with_an_example() -> None:
    with pytest.raises(DueInThePast, match="2026-03-01"):
        day_at_end("Write the runbook 2026-03-01", NOW, "Etc/UTC", HOURS)
