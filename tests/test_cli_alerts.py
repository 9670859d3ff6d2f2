"""`incident-bot alerts …` as operators meet it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from bot.alerts.senders import PARSERS
from tests.alerts.cases import ALERTING, BY_NAME, CASES, FIXTURES, Case
from tests.lengths import quick
from tests.telemetry.log_reader import reading_log
from tests.test_cli import Operator

RULES = """
alerts:
  rules:
    - {name: Staging, when: {labels: {env: staging}}, then: ignore}
    - {when: {source: pagerduty}, then: declare}
  silences:
    - {name: Upgrade, from: 2020-01-01, until: 2099-01-01, when: {title: "Zabbix agent*"}}
  senders:
    own_monitor: {key: id, title: name}
"""


@pytest.fixture
def operator(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Operator]:
    """They have rules, and no tokens."""
    operator = Operator(capsys, tmp_path)
    (tmp_path / "rules.yml").write_text(RULES)
    operator.environ = {"INCIDENT_BOT_CONFIG": str(tmp_path / "rules.yml")}
    with reading_log():
        yield operator


def file_of(case: Case) -> str:
    return str(FIXTURES / f"{case.name}.json")


@pytest.mark.parametrize("case", quick(CASES, 0, 25, 50, 70), ids=lambda case: case.name)
def test_every_payload_is_told_with_what_becomes_of_it(operator: Operator, case: Case) -> None:
    source = "slack" if case.kind == "slack" else case.told["vendor"]

    assert operator.types("alerts", "test", file_of(case), "--source", source) == 0
    assert operator.out.startswith(f"{source}: {len(case.expected)} alert")
    assert operator.out.count("\n  state") >= len(case.expected)
    assert operator.out.count("→") >= len(case.expected)
    if case.signal in ALERTING:
        assert case.delivered().alerts[0].title in operator.out


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        (
            "webhook/alertmanager_firing_single",
            "→ suggest as sev1, and page after 5 min: no rule fits, so it is as shipped",
        ),
        ("webhook/alertmanager_watchdog", "→ ignore: it is a heartbeat"),
        ("webhook/alertmanager_resolved_single", "→ ends an alert that is known"),
        ("webhook/pagerduty_v3_triggered", "→ declare as sev2: rule “rule 2”"),
        ("webhook/pagerduty_v3_acknowledged", "→ nothing: somebody has it in hand"),
        ("webhook/pagerduty_v3_status_update", "→ is noted beside an alert"),
        ("webhook/pagerduty_v3_ping", "→ a handshake"),
        ("webhook/zabbix_problem", "→ ignore: silence “Upgrade”"),
        ("slack/github_slack_deploy_failed", "→ is a change"),
        ("slack/noise_message_changed", "→ changes an alert that is known"),
        ("slack/noise_human_message", "slack: 0 alerts"),
    ],
)
def test_it_says_what_would_happen_and_why(operator: Operator, name: str, outcome: str) -> None:
    case = BY_NAME[name]
    source = "slack" if case.kind == "slack" else case.told["vendor"]

    assert operator.types("alerts", "test", file_of(case), "--source", source) == 0
    assert outcome in operator.out


def test_rules_that_did_not_fit_are_named(operator: Operator) -> None:
    case = BY_NAME["webhook/alertmanager_firing_single"]

    operator.types("alerts", "test", file_of(case))

    assert "not Staging: there is no label env" in operator.out
    assert "not rule 2: source is 'alertmanager'" in operator.out


def test_what_was_left_out_is_counted(operator: Operator) -> None:
    operator.types("alerts", "test", file_of(BY_NAME["webhook/alertmanager_truncated"]))

    assert "and 47 more" in operator.out


def test_most_senders_are_found_out(operator: Operator) -> None:
    operator.environ = {}
    webhooks = [case for case in CASES if case.kind == "webhook"]
    found = [operator.types("alerts", "test", file_of(case)) == 0 for case in webhooks]

    assert found.count(False) <= 1
    assert operator.types("alerts", "test", file_of(BY_NAME["slack/noise_standup_bot"])) == 0


def test_a_payload_that_several_could_have_sent_is_asked_about(
    operator: Operator, tmp_path: Path
) -> None:
    both = {**BY_NAME["webhook/checkly_failure"].body, "id": "1", "name": "Disk"}
    (tmp_path / "both.json").write_text(json.dumps(both))

    assert operator.types("alerts", "test", str(tmp_path / "both.json")) == 1
    assert "say which it is with --source, checkly or own_monitor" in operator.err


def test_a_sender_of_ones_own_is_tried_like_any_other(operator: Operator, tmp_path: Path) -> None:
    (tmp_path / "own.json").write_text('{"id": 1, "name": "Disk full <!channel>"}')

    assert operator.types("alerts", "test", str(tmp_path / "own.json")) == 0
    assert operator.out.startswith("own_monitor: 1 alert\n\nDisk full <!channel>\n")


def test_a_form_is_read_as_well(operator: Operator, tmp_path: Path) -> None:
    (tmp_path / "form").write_text(urlencode(BY_NAME["webhook/statuscake_down"].body))

    assert operator.types("alerts", "test", str(tmp_path / "form")) == 0
    assert "Example site is down" in operator.out


@pytest.mark.parametrize(
    ("content", "source", "told"),
    [
        ("{", "grafana", "This cannot be read: it is not JSON"),
        ("hello", "grafana", "This cannot be read: it is not JSON"),
        ("{}", "grafana", "This does not look like grafana: it has no `alerts`"),
        ("{}", "grafna", "there is no such sender; there are alertmanager"),
        ("[" * 100_000, "grafana", "nested too deep"),
    ],
)
def test_what_does_not_fit_is_said(
    operator: Operator, tmp_path: Path, content: str, source: str, told: str
) -> None:
    (tmp_path / "payload").write_text(content)

    assert operator.types("alerts", "test", str(tmp_path / "payload"), "--source", source) == 1
    assert told in operator.err


def test_a_file_that_is_not_there_and_mistakes_in_the_config_are_named(
    operator: Operator, tmp_path: Path
) -> None:
    assert operator.types("alerts", "test", str(tmp_path / "none.json")) == 1
    assert "cannot be read" in operator.err
    (tmp_path / "rules.yml").write_text("alerts: {rules: [{then: nothing}]}")
    assert operator.types("alerts", "test", file_of(CASES[0])) == 2
    assert "alerts.rules[0].then is 'nothing'" in operator.err
    operator.environ["INCIDENT_BOT_CONFIG"] = str(tmp_path / "other.yml")
    assert operator.types("alerts", "test", file_of(CASES[0])) == 2
    assert "There is no such file." in operator.err


def test_every_sender_is_documented() -> None:
    documented = (FIXTURES.parents[2] / "docs" / "alerts.md").read_text()

    assert [sender for sender in PARSERS if f"| `{sender}` |" not in documented] == []
