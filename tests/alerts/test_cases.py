"""Every fixture yields its alerts, and the same alert has the same key wherever it is told."""

from __future__ import annotations

from collections import defaultdict

import pytest

from bot.incident.alert import Delivery
from bot.incident.pages import OURS
from tests.alerts.cases import ALERTING, BY_NAME, CASES, Case, each
from tests.alerts.judging import faults


@each
def test_it_yields_its_alerts(case: Case) -> None:
    alerts = case.delivered().alerts

    assert len(alerts) == len(case.expected)
    told = zip(alerts, case.expected, strict=True)
    assert [fault for alert, one in told for fault in faults(alert, one)] == []


def test_each_alert_has_one_key_and_each_key_is_of_one_alert() -> None:
    keys, groups = defaultdict(set), defaultdict(set)
    for case in CASES:
        for alert, told in zip(case.delivered().alerts, case.expected, strict=True):
            keys[told["dedup_group"]].add(alert.dedup_key)
            groups[alert.dedup_key].add(told["dedup_group"])

    assert {group: found for group, found in keys.items() if len(found) > 1} == {}
    assert {key: found for key, found in groups.items() if len(found) > 1} == {}
    assert len(keys) > 30


@pytest.mark.parametrize("case", [case for case in CASES if case.told.get("group")])
def test_what_a_group_says_is_kept(case: Case) -> None:
    delivery, group = case.delivered(), case.told["group"]

    assert (delivery.group, delivery.left_out) == (group["key"], group["truncated"])


@each
def test_what_is_no_alert_makes_none(case: Case) -> None:
    delivery = case.delivered()

    assert bool(delivery.alerts) is (case.signal in ALERTING)
    assert delivery.is_handshake is (case.signal == "handshake")
    assert bool(delivery.changes) is (case.signal == "change")
    assert bool(delivery.notes or delivery.updates) is (case.signal == "update")
    assert all(alert.is_heartbeat is (case.signal == "heartbeat") for alert in delivery.alerts)


def test_an_update_names_the_alert_it_is_about() -> None:
    told = {"slack/noise_message_changed", "webhook/pagerduty_v3_status_update"}
    updates = [case for case in CASES if case.signal == "update"]
    keys = {
        told["dedup_group"]: alert.dedup_key
        for case in CASES
        for alert, told in zip(case.delivered().alerts, case.expected, strict=True)
    }

    assert {case.name for case in updates} == told
    for case in updates:
        delivery = case.delivered()
        about = {note.dedup_key for note in delivery.notes}
        about |= {alert.dedup_key for alert in delivery.updates}
        assert about == {keys[case.told["applies_to"]]}


def test_a_message_meets_its_webhook_also_where_they_share_no_id() -> None:
    webhook = BY_NAME["webhook/alertmanager_firing_single"].delivered().alerts[0]
    message = BY_NAME["slack/alertmanager_slack_firing"].delivered().alerts[0]

    assert webhook.copy_key == message.dedup_key != webhook.dedup_key


def test_a_deployment_is_told_with_its_facts() -> None:
    (change,) = BY_NAME["slack/github_slack_deploy_failed"].delivered().changes

    assert change.service == "acme/checkout"
    assert change.revision == "3dce5c8"
    assert change.environment == "production"
    assert change.result == "failed"


def test_no_secret_of_a_request_is_kept() -> None:
    secrets = ("PLACEHOLDER", "d41d8cd98f00b204e9800998ecf8427e", "EXAMPLETOKEN")
    named = [case for case in CASES if case.told["vendor"] in {"honeycomb", "statuscake"}]

    assert named
    for case in (*named, BY_NAME["webhook/aws_sns_subscription_confirmation"]):
        kept = case.delivered().model_dump_json()
        assert not any(secret in kept for secret in secrets)


@pytest.mark.parametrize("client", [{"name": OURS, "url": None}, OURS], ids=["named", "plain"])
def test_pages_of_the_bot_itself_are_no_alerts(client: object) -> None:
    case = BY_NAME["webhook/pagerduty_v3_triggered"]
    own = {"event": {**case.body["event"], "client": client}}
    other = {"event": {**case.body["event"], "client": {"name": "Another tool"}}}

    assert case.delivered(own) == Delivery(id=case.delivered().id)
    assert case.delivered(other) == case.delivered()
