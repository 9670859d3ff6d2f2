"""Rules about alerts: the first that fits decides, silences come before, and patience ends."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from bot.incident.alert import Alert
from bot.incident.alert_match import AlertMatch, Hours
from bot.incident.alert_rules import (
    AlertAction,
    AlertRule,
    AlertRules,
    Because,
    Silence,
    Verdict,
    foremost,
)
from bot.incident.alert_words import AlertSeverity
from bot.incident.severities import Severities
from bot.incident.severity import SHIPPED

MONDAY = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
FIVE, HALF = timedelta(minutes=5), timedelta(minutes=30)


def alert(**told: object) -> Alert:
    values = {
        "source": "alertmanager",
        "dedup_key": "alertmanager|1",
        "state": "firing",
        "title": "[checkout] Latency is high",
        "service": "Checkout-API",
        "severity": "critical",
        "labels": {"team": "payments", "env": "prod"},
    }
    return Alert.model_validate(values | told)


def verdict(rules: AlertRules, now: datetime = MONDAY, **told: object) -> Verdict:
    return rules.verdict(alert(**told), now, zone="Europe/Paris", levels=Severities())


def misses(now: datetime = MONDAY, **conditions: Any) -> str:
    return AlertMatch.model_validate(conditions).misses(alert(), now, "Europe/Paris")


@pytest.mark.parametrize(
    ("told", "severity", "patience"),
    [
        ("critical", "sev1", FIVE),
        ("error", "sev2", HALF),
        ("warning", "sev3", None),
        ("info", None, None),
        (None, None, None),
    ],
)
def test_as_shipped_everything_is_suggested_with_the_patience_of_its_severity(
    told: str | None, severity: str | None, patience: timedelta | None
) -> None:
    found = verdict(AlertRules(), severity=told)

    assert (found.action, found.because) == (AlertAction.SUGGEST, Because.SHIPPED)
    assert (found.severity, found.patience) == (severity, patience)


@pytest.mark.parametrize("sign", ["is_heartbeat", "is_test"])
def test_heartbeats_and_tests_are_ignored_whatever_the_rules_say(sign: str) -> None:
    rules = AlertRules(rules=(AlertRule(name="all", action=AlertAction.DECLARE),))

    told: dict[str, Any] = {sign: True}
    assert verdict(rules, **told).action is AlertAction.IGNORE


def test_the_first_rule_that_fits_decides() -> None:
    rules = AlertRules(
        rules=(
            AlertRule(name="staging", when=AlertMatch(labels={"env": ("staging",)})),
            AlertRule(name="ours", action=AlertAction.DECLARE, severity="sev2"),
            AlertRule(name="never reached", action=AlertAction.IGNORE),
        )
    )

    found = verdict(rules)

    assert (found.action, found.name, found.severity) == (AlertAction.DECLARE, "ours", "sev2")
    assert found.passed == (("staging", "label env is 'prod'"),)


def test_what_is_declared_always_has_a_severity() -> None:
    rules = AlertRules(rules=(AlertRule(name="all", action=AlertAction.DECLARE),))

    assert verdict(rules).severity == "sev1"
    assert verdict(rules, severity=None).severity == "sev3"


def test_a_rule_may_be_more_or_less_patient() -> None:
    hasty = AlertRules(rules=(AlertRule(name="a", patience=timedelta(minutes=1)),))
    calm = AlertRules(rules=(AlertRule(name="a", pages=False),))
    elsewhere = AlertRules(rules=(AlertRule(name="a", channel="payments"),))

    assert verdict(hasty, severity="warning").patience == timedelta(minutes=1)
    assert verdict(calm).patience is None
    assert (verdict(elsewhere).patience, verdict(elsewhere).channel) == (FIVE, "payments")


def test_severities_can_stand_for_others() -> None:
    rules = AlertRules(severities={AlertSeverity.CRITICAL: "sev2", AlertSeverity.WARNING: None})

    assert verdict(rules).severity == "sev2"
    assert verdict(rules, severity="warning").severity is None
    assert verdict(rules, severity="error").severity == "sev2"


def test_a_team_with_fewer_severities_gets_its_lowest() -> None:
    two = Severities(SHIPPED[:2])
    found = AlertRules().verdict(alert(severity="warning"), MONDAY, zone="UTC", levels=two)

    assert found.severity == "sev2"


def test_a_silence_comes_before_all_rules_while_it_lasts() -> None:
    works = Silence(
        name="upgrade",
        begins=MONDAY,
        ends=MONDAY + timedelta(hours=2),
        when=AlertMatch(service=("checkout*",)),
    )
    rules = AlertRules(silences=(works,), rules=(AlertRule(name="a", action=AlertAction.DECLARE),))

    assert verdict(rules).because is Because.SILENCE
    assert verdict(rules).name == "upgrade"
    assert verdict(rules, service="search").action is AlertAction.DECLARE
    assert verdict(rules, MONDAY - timedelta(seconds=1)).action is AlertAction.DECLARE
    assert verdict(rules, MONDAY + timedelta(hours=2)).action is AlertAction.DECLARE


@pytest.mark.parametrize(
    "fits",
    [
        {},
        {"source": ["grafana", "alert*"]},
        {"service": ["checkout*"]},
        {"service": ["CHECKOUT-?PI"]},
        {"severity": ["critical", "error"]},
        {"title": ["[checkout]*"]},
        {"title": ["*LATENCY*"]},
        {"labels": {"team": ["payments"], "env": ["prod"]}},
        {"hours": {"begin": "09:00", "end": "18:00"}, "days": [0]},
        {"hours": {"begin": "13:00", "end": "13:01"}},
        {"hours": {"begin": "22:00", "end": "14:00"}, "days": [6]},
    ],
)
def test_an_alert_fits_what_is_given(fits: dict[str, Any]) -> None:
    assert misses(**fits) == ""


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"source": ["grafana"]}, "source is 'alertmanager'"),
        ({"service": ["checkout"]}, "service is 'Checkout-API'"),
        ({"severity": ["warning", "unknown"]}, "the severity is critical"),
        ({"title": ["c*"]}, "title is '[checkout] Latency is high'"),
        ({"labels": {"team": ["*"], "region": ["*"]}}, "there is no label region"),
        ({"hours": {"begin": "09:00", "end": "13:00"}}, "it is 13:00"),
        ({"days": [5, 6]}, "the day is Monday"),
        ({"hours": {"begin": "22:00", "end": "14:00"}, "days": [0]}, "the day is Sunday"),
    ],
)
def test_what_it_does_not_fit_is_said(other: dict[str, Any], why: str) -> None:
    assert misses(**other) == why


def test_an_unknown_severity_can_be_asked_for() -> None:
    match = AlertMatch(severity=("unknown",))

    assert match.misses(alert(severity=None), MONDAY, "UTC") == ""
    assert match.misses(alert(), MONDAY, "UTC") != ""


def test_hours_over_midnight() -> None:
    night = Hours(begin=time(22), end=time(6))

    assert [hour for hour in range(24) if night.are_at(time(hour))] == [*range(6), 22, 23]


def test_of_many_the_most_urgent_verdict_counts() -> None:
    card = verdict(AlertRules(), severity="warning")
    soon, later = verdict(AlertRules()), verdict(AlertRules(), severity="error")
    ignored = verdict(AlertRules(), is_test=True)

    assert foremost([ignored, card, later, soon]) is soon
    assert foremost([ignored, card]) is card
