"""Which alerts belong together: nothing is lost or counted twice, whatever comes in what order."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.incident.alert import Alert, AlertState
from bot.incident.gathering import (
    KEPT,
    STORM,
    group_of,
    holding,
    joins,
    silences,
    storming,
    together,
    with_alert,
)
from bot.incident.ids import SuggestionId
from bot.incident.known_alert import KnownAlert
from bot.incident.suggestion import Suggestion, SuggestionState
from tests.incident.test_suggestion import NOW, alert, minutes, suggestion


def said(state: AlertState = AlertState.FIRING, **parts: object) -> Alert:
    plain = {"source": "grafana", "dedup_key": "k", "title": "t", "state": state}
    return Alert.model_validate({**plain, **parts})


def asking(number: int, at: datetime = NOW, **parts: object) -> Suggestion:
    held = {"gathered": (alert(f"a{number}"),), "opened_at": at}
    return suggestion(**{"id": SuggestionId(f"s{number}"), **held, **parts})


@given(st.lists(st.integers(0, 20), max_size=60))
def test_an_alert_is_held_once_however_often_it_is_told(ids: list[int]) -> None:
    found = suggestion()
    for id in ids:
        found = with_alert(found, alert(str(id)), NOW)

    assert [one.id for one in found.gathered] == [str(id) for id in dict.fromkeys(ids)]
    assert found.alerts == len(set(ids))


def test_what_is_more_than_can_be_kept_is_counted() -> None:
    found = suggestion()
    for id in range(KEPT + 7):
        found = with_alert(found, alert(str(id)), NOW)

    assert (len(found.gathered), found.more, found.alerts) == (KEPT, 7, KEPT + 7)


@given(st.lists(st.lists(st.integers(0, 9), max_size=4), min_size=1, max_size=6))
def test_together_they_hold_what_each_held(held: list[list[int]]) -> None:
    each = [suggestion(gathered=tuple(alert(str(id)) for id in dict.fromkeys(ids))) for ids in held]

    one = together(each[0], each[1:], NOW)

    assert {each.id for each in one.gathered} == {str(id) for ids in held for id in ids}


def test_the_most_urgent_of_them_decides_when_it_pages() -> None:
    one = together(suggestion(), [suggestion(patience_seconds=1800)], NOW)
    one = together(one, [suggestion(patience_seconds=300, critical=True)], NOW)

    assert (one.patience_seconds, one.critical) == (300, True)


def test_alerts_of_one_service_or_label_set_join_within_the_window() -> None:
    group = group_of(said(service="Checkout"))
    waiting = asking(1, group=group, grew_at=NOW)

    assert group == group_of(said(service="checkout", labels={"pod": "x"}))
    assert joins([waiting], group, "", minutes(10)) == waiting
    assert joins([waiting], group, "", minutes(10.1)) is None
    assert joins([waiting], group_of(said(service="search")), "", NOW) is None
    assert joins([waiting], group, "payments", NOW) is None
    assert joins([waiting.model_copy(update={"group": None})], None, "", NOW) is None


def test_labels_that_tell_machines_apart_do_not_tell_alerts_apart() -> None:
    one, other = {"alertname": "Disk", "pod": "a"}, {"alertname": "Disk", "pod": "b"}

    assert group_of(said(labels=one)) == group_of(said(labels=other)) is not None
    assert group_of(said(labels={"pod": "a"})) is None


def test_more_than_five_within_ten_minutes_are_a_storm() -> None:
    five = [asking(number, minutes(number)) for number in range(STORM)]

    assert storming(five[1:], minutes(5)) is None
    assert storming(five, minutes(5)) == five
    assert storming(five, minutes(10.5)) is None
    decided = [one.model_copy(update={"state": SuggestionState.DISMISSED}) for one in five]
    assert storming(decided, minutes(5)) == []


def test_a_storm_takes_what_comes_next() -> None:
    storm = asking(1, storm=True, grew_at=minutes(9))

    assert joins([storm], "service search", "", minutes(12)) == storm
    assert joins([storm], None, "", minutes(20)) is None


def test_people_who_ask_are_no_storm() -> None:
    people = [
        suggestion(id=f"s{n}", asked=True, calls=[{"user": "U1", "at": NOW, "first_at": NOW}])
        for n in range(9)
    ]

    assert storming(people, NOW) is None


def test_of_those_that_hold_an_alert_the_one_that_waits_counts() -> None:
    old = asking(1, NOW, state=SuggestionState.DISMISSED)
    new = asking(1, NOW - timedelta(minutes=1), id="s9")

    assert holding([old, new], "a1") == new
    assert holding([asking(1, state=SuggestionState.JOINED)], "a1") is None


def test_no_incident_is_no_incident_until_the_alert_has_ended() -> None:
    known = KnownAlert.first(said(), NOW)
    dismissed = asking(1, state=SuggestionState.DISMISSED, decided_at=minutes(2))

    repeated = known.heard(said(told_at=minutes(5)), minutes(5))
    assert silences(dismissed, "a1", repeated)
    ended = repeated.heard(said(AlertState.RESOLVED, ends_at=minutes(6)), minutes(6))
    again = ended.heard(said(starts_at=minutes(8)), minutes(8))
    assert not silences(dismissed, "a1", again)
    assert not silences(asking(1), "a1", again)
