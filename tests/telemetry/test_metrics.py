"""Each thing that is counted is found under its name, and private incidents only in a sum."""

from __future__ import annotations

import math
from datetime import UTC, datetime

from bot.telemetry.metrics import Metrics


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(f"incident_bot_{name}", labels)


def test_events_verbs_acks_and_calls_are_counted_by_their_labels() -> None:
    metrics = Metrics()

    metrics.event_received("message")
    metrics.event_received("message")
    metrics.event_committed("message")
    metrics.verb("declare", "done")
    metrics.ack("Command", "late", 2.1)
    metrics.answered("http", "interactive", True, 3.5)
    metrics.slack_call("chat.postMessage", "busy", 0.12)
    metrics.scheduler_failure("look")
    metrics.template_passed_over("en/updates/customers/late.j2")

    assert value(metrics, "events_received_total", type="message") == 2
    assert value(metrics, "events_committed_total", type="message") == 1
    assert value(metrics, "verbs_total", verb="declare", outcome="done") == 1
    assert value(metrics, "ack_seconds_sum", kind="Command", outcome="late") == 2.1
    labels = {"transport": "http", "kind": "interactive", "outcome": "late"}
    assert value(metrics, "answer_seconds_count", **labels) == 1
    assert value(metrics, "acks_late_total") == 2
    assert value(metrics, "slack_calls_total", method="chat.postMessage", outcome="busy") == 1
    assert value(metrics, "slack_call_seconds_sum", method="chat.postMessage") == 0.12
    assert value(metrics, "scheduler_failures_total", source="look") == 1
    passed_over = value(
        metrics, "templates_passed_over_total", template="en/updates/customers/late.j2"
    )
    assert passed_over == 1


def test_alarms_count_from_zero_so_that_the_first_is_heard() -> None:
    metrics = Metrics()
    assert value(metrics, "acks_late_total") == value(metrics, "requests_unanswered_total") == 0

    metrics.answered("socket", "events_api", False, 9.0)
    metrics.answered("socket", "events_api", True, 0.1)

    assert value(metrics, "requests_unanswered_total") == 1
    assert value(metrics, "acks_late_total") == 0


def test_effects_are_counted_by_what_they_are_and_not_by_whom_they_are_for() -> None:
    metrics = Metrics()

    metrics.effect_attempt("member:U012", "done")
    metrics.effect_attempt("member:U345", "done")
    metrics.effects(pending=3, failed=1, oldest_seconds=12.5)

    assert value(metrics, "effect_attempts_total", effect="member", outcome="done") == 2
    assert value(metrics, "effects_pending") == 3
    assert value(metrics, "effects_failed") == 1
    assert value(metrics, "effects_oldest_age_seconds") == 12.5
    metrics.effects(pending=0, failed=0, oldest_seconds=None)
    assert value(metrics, "effects_oldest_age_seconds") == 0


def test_private_incidents_are_told_in_the_sum_only() -> None:
    metrics = Metrics()

    metrics.open_incidents({"sev1": 1, "sev3": 2}, private=4)

    assert value(metrics, "incidents_open") == 7
    assert value(metrics, "incidents_open_public", severity="sev1") == 1
    metrics.open_incidents({"sev3": 2}, private=0)
    assert value(metrics, "incidents_open_public", severity="sev1") is None


def test_a_backup_has_an_age_only_where_the_bot_takes_them() -> None:
    metrics = Metrics()
    assert math.isnan(value(metrics, "backup_age_seconds") or 0)

    metrics.backup_age(None)
    assert value(metrics, "backup_age_seconds") == math.inf
    metrics.backup_age(3600)
    assert value(metrics, "backup_age_seconds") == 3600


def test_a_commit_is_timed() -> None:
    metrics = Metrics()

    with metrics.commit():
        datetime.now(UTC)
    metrics.commit_took(1.5)

    assert value(metrics, "ledger_commit_seconds_count") == 2
    assert (value(metrics, "ledger_commit_seconds_sum") or 0) >= 1.5


def test_the_rest_of_the_state_is_shown_as_it_is() -> None:
    metrics = Metrics()

    metrics.ready(True)
    metrics.unread(2)
    metrics.sockets(1, 2)
    metrics.looking(5)
    metrics.build("1.2.3")

    assert value(metrics, "ready") == 1
    assert value(metrics, "unread_events") == 2
    assert (value(metrics, "sockets_connected"), value(metrics, "sockets_wanted")) == (1, 2)
    assert value(metrics, "reconciles_running") == 5
    assert value(metrics, "build_info", version="1.2.3") == 1


def test_two_bots_in_one_process_do_not_count_together() -> None:
    one, other = Metrics(), Metrics()

    one.event_received("message")

    assert value(other, "events_received_total", type="message") is None


def test_the_text_for_prometheus_has_the_process_and_the_platform_too() -> None:
    text = Metrics().text().decode()

    assert "process_resident_memory_bytes" in text
    assert "python_info" in text
    assert "incident_bot_effects_pending 0.0" in text
