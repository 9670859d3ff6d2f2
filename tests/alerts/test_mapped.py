"""Senders of a team's own: read by the expressions of their mapping, or refused."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.errors import AlertRefused, UnknownShape
from bot.alerts.mapped import parser, why_wrong
from bot.incident.alert import AlertState, dedup_key
from bot.incident.alert_mapping import AlertMapping
from bot.incident.alert_words import AlertSeverity

MAPPING = AlertMapping(
    source="own_monitor",
    each="events",
    key="check.id",
    title="join(' on ', [check.name, host.name])",
    text="output",
    state="status",
    severity="level",
    severities={"blocker": AlertSeverity.CRITICAL},
    acknowledged="acked",
    service="host.tags[?name=='service'].value | [0]",
    link="url",
    starts_at="since",
    told_at="time",
    labels={"env": "host.env", "nested": "host"},
)
EVENT: dict[str, Any] = {
    "check": {"id": 42, "name": "Disk"},
    "host": {"name": "db01", "env": "prod", "tags": [{"name": "service", "value": "billing"}]},
    "output": "97 %\nfull",
    "status": "Problem",
    "level": "Blocker",
    "acked": True,
    "url": "https://monitor.example.com/42",
    "since": 1715677953,
    "time": "2024-05-14T09:30:00Z",
}


def read(payload: object, **changed: Any) -> Any:
    return parser(MAPPING.model_copy(update=changed))(payload)


def test_each_part_is_found_where_the_mapping_says() -> None:
    (alert,) = read({"events": [EVENT]}).alerts

    assert (alert.source, alert.dedup_key) == ("own_monitor", dedup_key("own_monitor", 42))
    assert alert.title == "Disk on db01"
    assert alert.text == "97 %\nfull"
    assert (alert.severity, alert.severity_told) == (AlertSeverity.CRITICAL, "Blocker")
    assert alert.state is AlertState.FIRING
    assert alert.acknowledged
    assert alert.service == "billing"
    assert alert.link == "https://monitor.example.com/42"
    assert alert.starts_at == datetime(2024, 5, 14, 9, 12, 33, tzinfo=UTC)
    assert alert.told_at == datetime(2024, 5, 14, 9, 30, tzinfo=UTC)
    assert alert.labels == {"env": "prod"}


def test_the_payload_is_one_alert_or_a_list_of_them() -> None:
    assert len(read(EVENT, each="").alerts) == 1
    assert len(read([EVENT, EVENT], each="").alerts) == 2


@pytest.mark.parametrize(
    ("told", "firing"),
    [("OK", False), ("resolved", False), ("down", True), (1, True), (0, False)],
)
def test_states_are_known_by_common_words(told: object, firing: bool) -> None:
    (alert,) = read({"events": [{**EVENT, "status": told}]}).alerts

    assert alert.is_firing is firing


def test_states_can_have_words_of_their_own() -> None:
    own = {"state": "broken", "firing": ("true",), "resolved": ("false",)}

    assert read({"events": [{**EVENT, "broken": True}]}, **own).alerts[0].is_firing
    assert not read({"events": [{**EVENT, "broken": False}]}, **own).alerts[0].is_firing


def test_without_a_state_whatever_is_sent_fires() -> None:
    assert read({"events": [EVENT]}, state="").alerts[0].is_firing


@pytest.mark.parametrize(
    "payload",
    [
        None,
        "text",
        {"events": None},
        {"events": ["text"]},
        {"events": [{**EVENT, "check": {}}]},
        {"events": [{**EVENT, "status": "odd"}]},
        {"events": [{**EVENT, "host": {"name": None}}]},
    ],
)
def test_what_does_not_fit_is_refused_and_the_sender_named(payload: object) -> None:
    with pytest.raises(UnknownShape, match="own_monitor"):
        read(payload)


def test_a_list_of_thousands_is_cut_and_the_rest_counted() -> None:
    delivery = read({"events": [EVENT] * 1500})

    assert (len(delivery.alerts), delivery.left_out) == (1000, 500)


@pytest.mark.parametrize("expression", ["a[", "sum(", "'open", "a b", "(" * 3000])
def test_expressions_are_checked_before_they_are_used(expression: str) -> None:
    assert why_wrong(expression)
    assert not why_wrong("events[?status=='firing'] | [0].name")


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*EVENT, "events", "name", "id"]), inner, max_size=5)
    ),
    max_leaves=20,
)


@given(json_values)
def test_any_json_is_read_or_refused(payload: object) -> None:
    with contextlib.suppress(AlertRefused):
        read(payload)
    with contextlib.suppress(AlertRefused):
        read({"events": [payload]}, title="to_string(@)", text="sort(values(@))", severity="max(@)")
