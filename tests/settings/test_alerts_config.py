"""Rules, silences and senders of alerts in the config file: documented, read, refused by name."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.incident.alert_rules import SHIPPED_PATIENCE, AlertAction, AlertRules
from bot.incident.alert_words import AlertSeverity
from bot.settings.team_alerts import TeamAlerts, TeamRule, TeamSilence
from bot.settings.team_conditions import TeamCondition
from bot.settings.team_senders import TeamSender
from tests.settings.examples import NAMED, loaded, only_problem, refused
from tests.settings.test_documented import (
    CONFIG_EXAMPLE,
    DOCS,
    REQUIRED,
    ROOT,
    rows,
    switched_on,
)

SECTIONS: dict[type[BaseModel], str] = {
    TeamAlerts: "Alerts",
    TeamRule: "One rule",
    TeamCondition: "One condition",
    TeamSilence: "One silence",
    TeamSender: "One sender of your own",
}
KEYS = [
    (model, field.alias or name) for model in SECTIONS for name, field in model.model_fields.items()
]
AROUND = {
    TeamAlerts: ("alerts: {{{}}}", ""),
    TeamRule: ("alerts: {{rules: [{{{}}}]}}", "then: suggest"),
    TeamCondition: ("alerts: {{rules: [{{then: ignore, when: {{{}}}}}]}}", ""),
    TeamSilence: (
        "alerts: {{silences: [{{{}}}]}}",
        "name: a, from: 2026-11-05 22:00, until: 2027-11-06 02:00",
    ),
    TeamSender: ("alerts: {{senders: {{own: {{{}}}}}}}", "key: id, title: name"),
}


@pytest.mark.parametrize(("model", "key"), KEYS, ids=[f"{m.__name__}.{key}" for m, key in KEYS])
def test_each_key_is_documented_and_its_example_is_accepted(
    tmp_path: Path, model: type[BaseModel], key: str
) -> None:
    default, example, meaning = rows(SECTIONS[model])[key]
    field = next(one for name, one in model.model_fields.items() if key in (one.alias, name))

    assert (default == REQUIRED) == field.is_required()
    assert [example] == field.examples
    assert field.description
    assert meaning
    around, others = AROUND[model]
    kept = [part for part in others.split(", ") if part and not part.startswith(f"{key}:")]
    assert loaded(tmp_path, around.format(", ".join([*kept, f"{key}: {example}"]))).warnings == ()


@pytest.mark.parametrize("model", SECTIONS)
def test_no_key_is_documented_that_does_not_exist(model: type[BaseModel]) -> None:
    assert set(rows(SECTIONS[model])) == {key for of, key in KEYS if of is model}


def test_without_a_word_about_alerts_they_are_as_shipped(tmp_path: Path) -> None:
    assert loaded(tmp_path, "locale: fr").policy.alerts == AlertRules()


def test_the_example_is_read(tmp_path: Path) -> None:
    policy = loaded(tmp_path, switched_on(CONFIG_EXAMPLE), **NAMED).policy

    staging, declared, latency, night = policy.alerts.rules
    assert (staging.name, staging.action) == ("Staging", AlertAction.IGNORE)
    assert staging.when.labels == {"env": ("staging",)}
    assert (declared.name, declared.action) == ("rule 2", AlertAction.DECLARE)
    assert declared.when.severity == (AlertSeverity.CRITICAL,)
    assert latency.channel == "payments"
    assert night.when.hours is not None
    assert night.when.hours.begin == time(22)
    assert night.when.days == {5, 6}
    assert (night.severity, night.pages) == ("sev4", False)
    [upgrade] = policy.alerts.silences
    assert upgrade.begins == datetime(2026, 11, 5, 22, tzinfo=UTC)
    assert policy.alerts.patience == SHIPPED_PATIENCE
    assert policy.alerts.severities[AlertSeverity.INFO] is None
    assert policy.alerts.watched == ("alerts",)
    assert [sender.source for sender in policy.alert_senders] == ["own_monitor"]


def test_a_silence_is_in_the_zone_of_the_file_unless_it_names_one(tmp_path: Path) -> None:
    silences = """
zone: Europe/Paris
alerts:
  silences:
    - {name: a, from: 2026-07-01 22:00, until: 2026-07-01T22:00:00Z}
    - {name: b, from: 2026-07-01, until: "2026-07-02T00:00+05:00"}
"""

    first, second = loaded(tmp_path, silences).policy.alerts.silences

    assert first.begins == datetime(2026, 7, 1, 20, tzinfo=UTC)
    assert first.ends == datetime(2026, 7, 1, 22, tzinfo=UTC)
    assert second.begins == datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert second.ends == datetime(2026, 7, 1, 19, tzinfo=UTC)


def test_patience_is_changed_where_it_is_given(tmp_path: Path) -> None:
    config = "alerts: {patience: {critical: 2m, major: never, warning: 2h}}"

    assert loaded(tmp_path, config).policy.alerts.patience == {
        AlertSeverity.CRITICAL: timedelta(minutes=2),
        AlertSeverity.WARNING: timedelta(hours=2),
    }


@pytest.mark.parametrize(
    ("config", "key", "told"),
    [
        ("{watch: ['#No Channel']}", "alerts.watch[0]", "Slack's channel names"),
        ("{wach: [a]}", "alerts.wach", "Was watch meant?"),
        ("{rules: [{then: delete}]}", "alerts.rules[0].then", "ignore, suggest, link or declare"),
        ("{rules: [{when: {}}]}", "alerts.rules[0].then", "is missing"),
        ("{rules: [{then: ignore, whn: {}}]}", "alerts.rules[0].whn", "Was when meant?"),
        (
            "{rules: [{then: ignore, when: {sevrity: critical}}]}",
            "alerts.rules[0].when.sevrity",
            "Was severity meant?",
        ),
        (
            "{rules: [{then: ignore, when: {severity: terrible}}]}",
            "alerts.rules[0].when.severity[0]",
            "No severity of an alert has this name.",
        ),
        (
            "{rules: [{then: ignore, when: {hours: 22-6}}]}",
            "alerts.rules[0].when.hours",
            "such as 22:00-06:00",
        ),
        ("{rules: [{then: suggest, patience: soon}]}", "alerts.rules[0].patience", "or never"),
        ("{rules: [{then: declare, severity: sev9}]}", "alerts.rules[0].severity", "sev1, sev2"),
        ("{severities: {critical: worst}}", "alerts.severities", "sev1, sev2"),
        (
            "{silences: [{name: a, from: 2026-11-06, until: 2026-11-05}]}",
            "alerts.silences[0].until",
            "after `from`",
        ),
        (
            "{silences: [{name: a, from: soon, until: later}]}",
            "alerts.silences[0].from",
            "A day and a time",
        ),
        ("{senders: {grafana: {key: a, title: b}}}", "alerts.senders.grafana", "another name"),
        ("{senders: {own: {key: id}}}", "alerts.senders.own.title", "is missing"),
        (
            "{senders: {own: {key: 'a[', title: b}}}",
            "alerts.senders.own.key",
            "JMESPath expression",
        ),
        (
            "{senders: {own: {key: a, title: b, labels: {x: 'sum('}}}}",
            "alerts.senders.own.labels.x",
            "JMESPath expression",
        ),
    ],
)
def test_mistakes_are_named_where_they_stand(
    tmp_path: Path, config: str, key: str, told: str
) -> None:
    problems = refused(tmp_path, f"alerts: {config}").problems

    found = next(problem for problem in problems if problem.key == key)
    assert told in str(found)


@pytest.mark.parametrize(
    ("secrets", "told"),
    [
        ("grafana", "Each entry is a sender's name"),
        ("Grafana=0123456789abcdef", "Each entry is a sender's name"),
        ("grafana=short", "fewer than 16 characters"),
        (",".join(["grafana=0123456789abcdef"] * 3), "more than 2 secrets"),
        ("grafna=0123456789abcdef", "Was grafana meant?"),
        ("slack=0123456789abcdef", "is no sender"),
    ],
)
def test_secrets_of_senders_that_do_not_fit_are_not_shown(
    tmp_path: Path, secrets: str, told: str
) -> None:
    problem = only_problem(tmp_path, ALERT_SECRETS=secrets)

    assert problem.key == "ALERT_SECRETS"
    assert told in str(problem)
    assert "0123456789" not in str(problem)


def test_each_sender_has_its_secrets_and_no_log_shows_one(tmp_path: Path) -> None:
    config = "alerts: {senders: {own: {key: id, title: name}}}"
    secrets = "grafana=0123456789abcdef grafana=fedcba9876543210=\nown=abcdefgh12345678"

    settings = loaded(tmp_path, config, ALERT_SECRETS=secrets)

    assert settings.secrets_of("grafana") == ("0123456789abcdef", "fedcba9876543210=")
    assert settings.secrets_of("own") == ("abcdefgh12345678",)
    assert settings.secrets_of("datadog") == ()
    assert set(settings.senders()) == {"grafana", "own"}
    assert "fedcba9876543210=" in settings.secrets()


def test_the_documents_examples_are_read(tmp_path: Path) -> None:
    documents = [DOCS, (ROOT / "docs" / "alerts.md").read_text(encoding="utf-8")]
    examples = re.findall(r"^```yaml\n(alerts:\n.*?)^```", "\n".join(documents), re.M | re.S)

    assert len(examples) == 3
    assert all(loaded(tmp_path, example).policy.alerts for example in examples)
