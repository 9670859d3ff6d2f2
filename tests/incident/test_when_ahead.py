"""Times that are still to come, as people type them, in the zone of whoever types."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incident.errors import IncidentError
from bot.incident.when_ahead import FURTHEST, IsOver, NotAhead, time_ahead
from bot.incident.when_errors import NeverWas, WasTwice

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("17:00", "2026-03-04T16:00"),
        ("15:00", "2026-03-05T14:00"),
        ("10h", "2026-03-05T09:00"),
        ("demain 14h30", "2026-03-05T13:30"),
        ("Demain à 14 h 30", "2026-03-05T13:30"),
        ("tomorrow at 2pm", "2026-03-05T13:00"),
        ("thursday 10:30", "2026-03-05T09:30"),
        ("wednesday 10:00", "2026-03-11T09:00"),
        ("Mercredi 17:00", "2026-03-04T16:00"),
        ("next monday 9 am", "2026-03-09T08:00"),
        ("2026-12-03 14:00", "2026-12-03T13:00"),
        ("2026-12-03T14:00Z", "2026-12-03T14:00"),
        ("le 2026-12-03 14h", "2026-12-03T13:00"),
        ("17:00 UTC", "2026-03-04T17:00"),
        ("in 3 h", "2026-03-04T18:00"),
        ("dans 2 jours", "2026-03-06T15:00"),
        ("dans 90 min", "2026-03-04T16:30"),
    ],
)
def test_a_time_to_come_is_read_in_the_zone_of_whoever_typed_it(typed: str, at: str) -> None:
    assert time_ahead(typed, NOW, PARIS) == datetime.fromisoformat(f"{at}+00:00")


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ("", NotAhead),
        ("soon", NotAhead),
        ("tomorrow", NotAhead),
        ("25:00", NotAhead),
        ("2026-02-30 10:00", NotAhead),
        ("14:00 and then some", NotAhead),
        ("today 10:00", IsOver),
        ("2026-03-04 10:00", IsOver),
        ("2028-01-01 10:00", IsOver),
        ("in 0 h", IsOver),
        ("2026-03-29 02:30", NeverWas),
        ("2026-10-25 02:30", WasTwice),
    ],
)
def test_what_cannot_be_meant_is_refused_with_an_example(
    typed: str, refused: type[IncidentError]
) -> None:
    with pytest.raises(refused):
        time_ahead(typed, NOW, PARIS)


@given(st.text(max_size=30))
def test_any_text_is_a_time_ahead_or_refused(typed: str) -> None:
    try:
        at = time_ahead(typed, NOW, PARIS)
    except IncidentError:
        return
    assert NOW < at <= NOW + FURTHEST


def test_a_time_that_never_is_has_the_minutes_beside_it() -> None:
    """On Lord Howe the clocks jump by half an hour."""
    zone = ZoneInfo("Australia/Lord_Howe")
    with pytest.raises(NeverWas) as refused:
        time_ahead("2026-10-04 02:10", NOW, zone)

    assert "01:59" in str(refused.value.parts)
    assert "02:30" in str(refused.value.parts)
