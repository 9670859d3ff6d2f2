"""What is known of an alert follows from all that was said about it, in whatever order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.incident.alert import Alert, AlertState
from bot.incident.known_alert import MARKS, KnownAlert

NINE = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
LATER = NINE + timedelta(hours=12)


def at(minute: float) -> datetime:
    return NINE + timedelta(minutes=minute)


def says(state: str, minute: float, **told: object) -> Alert:
    times = {"told_at": at(minute), "starts_at": at(minute) if state == "firing" else None}
    values = {"source": "zabbix", "dedup_key": "zabbix|1", "state": state, "ends_at": at(minute)}
    return Alert.model_validate(values | times | told)


def heard(*words: Alert) -> KnownAlert:
    known = KnownAlert.first(words[0], LATER)
    for said in words[1:]:
        known = known.heard(said, LATER)
    return known


def test_the_start_is_the_first_word_of_the_last_episode() -> None:
    words = [says("firing", 0), says("resolved", 5), says("firing", 10), says("firing", 15)]

    known = heard(*words)

    assert known.alert.starts_at == at(10)
    assert known.alert.ends_at is None
    assert known.fired == 3


def test_an_end_is_the_first_that_was_told_of_it() -> None:
    known = heard(says("firing", 0), says("resolved", 5), says("resolved", 6))

    assert (known.alert.starts_at, known.alert.ends_at) == (NINE, at(5))


def test_an_end_without_a_beginning_opens_nothing_and_a_late_beginning_neither() -> None:
    known = heard(says("resolved", 5))
    assert not known.opens

    known = known.heard(says("firing", 0), LATER)
    assert not known.opens
    assert known.alert.starts_at == NINE


def test_who_acknowledged_it_is_kept_until_they_let_go() -> None:
    taken = says("firing", 2, acknowledged=True, acknowledged_by="Alex", starts_at=NINE)
    released = says("firing", 5, released=True, starts_at=NINE)

    known = heard(says("firing", 0), taken, says("firing", 3))
    assert (known.alert.acknowledged_at, known.alert.acknowledged_by) == (at(2), "Alex")
    assert not known.opens
    assert heard(says("firing", 0), taken, released).opens


def test_what_fires_anew_is_in_nobodys_hand() -> None:
    taken = says("firing", 2, acknowledged=True)

    assert heard(says("firing", 0), taken, says("resolved", 5), says("firing", 9)).opens


def test_an_old_word_does_not_paint_over_a_newer_one_but_fills_its_gaps() -> None:
    newer = says("firing", 5, title="97 % full")
    older = says("firing", 0, title="90 % full", service="db01")

    assert heard(newer, older).alert.title == "97 % full"
    assert heard(newer, older).alert.service == "db01"
    assert heard(newer, older).alert == heard(older, newer).alert


def test_a_clock_in_the_future_does_not_make_an_alert_last() -> None:
    ahead = says("firing", 60 * 24 * 365)

    known = KnownAlert.first(ahead, NINE).heard(says("resolved", 5), at(5))

    assert not known.alert.is_firing


def test_a_word_without_a_time_is_of_when_it_was_heard() -> None:
    down = Alert(source="statuscake", dedup_key="s", state=AlertState.FIRING)
    up = Alert(source="statuscake", dedup_key="s", state=AlertState.RESOLVED)

    known = KnownAlert.first(down, NINE).heard(up, at(5)).heard(down, at(9))

    assert known.alert.is_firing
    assert not KnownAlert.first(down, NINE).heard(up, at(5)).alert.is_firing


def test_flapping_is_many_changes_in_a_short_time() -> None:
    ups_and_downs = [says("resolved" if n % 2 else "firing", n * 3) for n in range(6)]

    known = heard(*ups_and_downs)

    assert known.is_flapping(at(20))
    assert not known.is_flapping(at(60))
    assert not heard(*ups_and_downs[:3]).is_flapping(at(20))
    assert not heard(*[says("firing", n) for n in range(20)]).is_flapping(at(20))


def test_what_is_remembered_is_bounded() -> None:
    known = heard(*[says("resolved" if n % 2 else "firing", n) for n in range(3 * MARKS)])

    assert len(known.marks) == MARKS
    assert known.fired == 3 * MARKS / 2


def test_repeats_with_other_times_push_out_neither_its_start_nor_who_has_it() -> None:
    known = heard(
        says("firing", 0),
        says("firing", 1, acknowledged=True, acknowledged_by="Alex", starts_at=NINE),
        *[says("firing", minute, starts_at=at(minute)) for minute in range(2, 3 * MARKS)],
    )

    assert len(known.marks) == MARKS
    assert (known.alert.acknowledged_by, known.alert.starts_at) == ("Alex", NINE)
    assert not known.opens
    ended = known.heard(says("resolved", 50), LATER)
    assert ended.alert.is_firing, "it was said to fire later than that"


def test_it_can_be_written_down_and_read_back() -> None:
    known = heard(says("firing", 0, labels={"a": "b"}), says("resolved", 5))

    assert KnownAlert.model_validate_json(known.model_dump_json()) == known


words = st.builds(
    says,
    st.sampled_from(["firing", "resolved"]),
    st.integers(0, 30),
    acknowledged=st.booleans(),
    released=st.booleans(),
)


@given(
    st.lists(words, min_size=1, max_size=8).flatmap(
        lambda w: st.tuples(st.just(w), st.permutations(w))
    )
)
def test_the_order_does_not_matter(told: tuple[list[Alert], list[Alert]]) -> None:
    one, other = heard(*told[0]), heard(*told[1])

    assert one.marks == other.marks
    assert one.alert.state == other.alert.state
    assert (one.alert.starts_at, one.alert.ends_at) == (other.alert.starts_at, other.alert.ends_at)
    assert one.opens == other.opens
    assert one.fired == other.fired
