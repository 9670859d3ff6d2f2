"""How far a channel was read back, whatever it was broken off by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.incident.gap import Missed
from bot.incident.ids import ChannelId, MessageTs
from bot.incident.read_back import ReadBack

NOW = datetime(2026, 1, 1, tzinfo=UTC)
NEVER = ReadBack(channel=ChannelId("C1"), whole=True)
OLD, OLDER = MessageTs("1767225600.000100"), MessageTs("1767225500.000100")


def test_pages_go_down_and_threads_begin_at_the_newest_again() -> None:
    state = NEVER.begun(NOW).read(OLD, more=True)
    assert (state.down_to, state.paged) == (OLD, False)

    state = state.read(OLDER, more=False)
    assert (state.down_to, state.paged) == (None, True)


def test_what_was_missed_is_counted_over_all_its_pages() -> None:
    state = NEVER.begun(NOW)
    state = state.found(Missed((), 2, 1, NOW)).found(Missed((), 3, 0, NOW - timedelta(days=1)))

    assert (state.messages, state.changes, state.first) == (5, 1, NOW - timedelta(days=1))
    assert state.ended().messages == 0
    assert state.ended().begun(NOW).first is None


def test_what_was_sent_before_a_reading_began_is_known_once_it_ends() -> None:
    assert NEVER.known_until is None
    assert NEVER.begun(NOW).known_until == NOW
    ended = NEVER.begun(NOW).ended()
    assert (ended.complete_at, ended.began_at, ended.known_until) == (NOW, None, NOW)
    assert ended.begun(NOW + timedelta(hours=1)).complete_at == NOW
