"""What holds for all senders: repetition, order, and what else is in a payload change nothing."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.alerts.errors import AlertRefused
from bot.incident.alert import MANY, Alert
from bot.incident.known_alert import KnownAlert
from tests.alerts.cases import BY_NAME, CASES, Case, each

NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def heard(words: Iterable[Alert], start: datetime = NOW) -> KnownAlert:
    first, *rest = words
    known = KnownAlert.first(first, start)
    for minute, said in enumerate(rest, 1):
        known = known.heard(said, start + timedelta(minutes=minute))
    return known


def alerts_by_group() -> dict[str, list[Alert]]:
    """The words about each alert, from all fixtures, in both kinds."""
    found = defaultdict(list)
    for case in CASES:
        for alert, told in zip(case.delivered().alerts, case.expected, strict=True):
            found[told["dedup_group"]].append(alert)
    return found


STORIES = alerts_by_group()
TIMED = {
    group: words
    for group, words in STORIES.items()
    if len(words) > 1 and all(word.happened_at for word in words)
}


@pytest.mark.parametrize("group", STORIES)
def test_twice_is_once(group: str) -> None:
    once = heard(STORIES[group][:1])
    twice = heard(STORIES[group][:1] * 2)

    assert twice.alert == once.alert
    assert twice.opens == once.opens


@pytest.mark.parametrize("group", STORIES)
def test_what_is_resolved_and_never_fired_opens_nothing(group: str) -> None:
    over = [word for word in STORIES[group] if not word.is_firing]

    assert not any(heard([word]).opens for word in over)


def test_heartbeats_and_what_somebody_has_in_hand_open_nothing() -> None:
    taken = [word for words in STORIES.values() for word in words if word.acknowledged]
    beating = [word for words in STORIES.values() for word in words if word.is_heartbeat]

    assert taken
    assert beating
    assert not any(heard([word]).opens for word in (*taken, *beating))


@pytest.mark.parametrize("group", TIMED)
def test_the_order_in_which_they_come_does_not_matter(group: str) -> None:
    words = TIMED[group]
    ends = [heard(order) for order in itertools.permutations(words)]

    assert len({_gist(end) for end in ends}) == 1
    assert ends[0].alert.is_firing is all(word.is_firing for word in words)


def _gist(known: KnownAlert) -> tuple[object, ...]:
    alert = known.alert
    times = (alert.starts_at, alert.ends_at, alert.acknowledged_at)
    return (alert.state, alert.acknowledged, *times, known.opens, known.fired)


@each
def test_more_keys_and_another_order_of_keys_change_nothing(case: Case) -> None:
    assert case.delivered(_with_more(case.body)) == case.delivered()
    assert case.delivered(_turned(case.body)) == case.delivered()


def _with_more(body: Any) -> Any:
    """Alertmanager, Grafana and Icinga have tables of labels, in which every key is told."""
    if isinstance(body, dict):
        more = {"zz_unheard_of": {"nested": ["<!channel>"]}, "zz_empty": None}
        return {**{key: _with_more(value) for key, value in body.items()}, **more}
    return [_with_more(one) for one in body] if isinstance(body, list) else body


def _turned(body: Any) -> Any:
    if isinstance(body, dict):
        return {key: _turned(value) for key, value in reversed(body.items())}
    return [_turned(one) for one in body] if isinstance(body, list) else body


@each
def test_a_key_that_is_missing_breaks_nothing(case: Case) -> None:
    """It is refused, or told without: never are there more alerts than there were."""
    told = len(case.delivered().alerts)

    assert all(_alerts_of(case, body) <= told for body in _with_less(case.body))


def _alerts_of(case: Case, body: Any) -> int:
    try:
        return len(case.delivered(body).alerts)
    except AlertRefused:
        return 0


def _with_less(body: Any) -> Iterable[Any]:
    """The body without each of its keys, at every depth."""
    if isinstance(body, dict):
        for key, value in body.items():
            yield {other: kept for other, kept in body.items() if other != key}
            yield from ({**body, key: less} for less in _with_less(value))
    elif isinstance(body, list):
        for place, value in enumerate(body):
            yield from ([*body[:place], less, *body[place + 1 :]] for less in _with_less(value))


@pytest.mark.parametrize("name", ["alertmanager_firing_single", "grafana_firing_v11"])
def test_of_thousands_in_one_delivery_the_rest_is_counted(name: str) -> None:
    case = BY_NAME[f"webhook/{name}"]

    delivery = case.delivered({**case.body, "alerts": case.body["alerts"] * 1500})

    assert (len(delivery.alerts), delivery.left_out) == (1000, 500)


def test_no_sender_leaves_out_more_than_can_be_written_down() -> None:
    case = BY_NAME["webhook/alertmanager_truncated"]

    assert case.delivered({**case.body, "truncatedAlerts": 10**400}).left_out == MANY
