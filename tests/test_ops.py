"""The shipped alerts and dashboard speak of metrics that the bot really has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.metrics_core import Metric

from bot.telemetry.metrics import Metrics

OPS = Path(__file__).parent.parent / "ops"
NAME = re.compile(r"\b(?:incident_bot|process|python)_[a-z_]+")
USE = re.compile(r"\b(incident_bot_[a-z_]+)(?:\{([^}]*)\})?")
GROUPED = re.compile(r"\bby \(([^)]*)\)")
MATCHER = re.compile(r"(\w+)\s*(?:=~|!=|!~|=)")

FROM_PROMETHEUS = frozenset({"job", "le", "instance"})
SUFFIXES = {
    "counter": ("_total",),
    "gauge": ("",),
    "histogram": ("_bucket", "_count", "_sum"),
}


def exposed() -> dict[str, Metric]:
    """Every name under which a series can be asked for."""
    return {
        metric.name + suffix: metric
        for metric in Metrics().registry.collect()
        for suffix in SUFFIXES.get(metric.type, ("",))
    }


def labels_of(name: str) -> frozenset[str]:
    """From the metric's own declaration, for a series without values shows none."""
    metrics = Metrics()
    by_name = metrics.registry._names_to_collectors
    return frozenset(getattr(by_name[name], "_labelnames", ()))


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((OPS / "alerts.yml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((OPS / "dashboard.json").read_text())["panels"]
    return found


def expressions() -> Iterator[tuple[str, str]]:
    for rule in rules():
        yield rule["alert"], rule["expr"]
    for panel in panels():
        for target in panel.get("targets", []):
            yield f"{panel['title']} {target['refId']}", target["expr"]


EXPRESSIONS = dict(expressions())


@pytest.mark.parametrize("expression", EXPRESSIONS.values(), ids=EXPRESSIONS.keys())
def test_every_metric_that_is_asked_for_exists(expression: str) -> None:
    asked = set(NAME.findall(expression))

    assert asked <= exposed().keys()
    assert asked or expression.startswith("up{")


@pytest.mark.parametrize("expression", EXPRESSIONS.values(), ids=EXPRESSIONS.keys())
def test_every_label_that_is_asked_for_exists(expression: str) -> None:
    known = set(FROM_PROMETHEUS)
    for name, matchers in USE.findall(expression):
        labels = labels_of(name) | FROM_PROMETHEUS
        known |= labels
        assert set(MATCHER.findall(matchers)) <= labels
    grouped = {one.strip() for many in GROUPED.findall(expression) for one in many.split(",")}

    assert grouped <= known


def test_every_metric_of_the_bot_is_watched_or_shown() -> None:
    used = " ".join(EXPRESSIONS.values())
    families = {metric.name for metric in exposed().values() if metric.name.startswith("incident_")}

    assert sorted(family for family in families if family not in used) == []


@pytest.mark.parametrize(
    "needed",
    [
        "incident_bot_ready",
        "incident_bot_effects_oldest_age_seconds > 300",
        "incident_bot_unread_events > 0",
        "incident_bot_slack_calls_total",
        "incident_bot_acks_late_total",
        "incident_bot_backup_age_seconds > 26 * 3600",
        "incident_bot_sockets_connected == 0",
        "process_start_time_seconds",
    ],
)
def test_whatever_stops_the_work_raises_an_alert(needed: str) -> None:
    assert any(needed in rule["expr"] for rule in rules())


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: str(rule["alert"]))
def test_every_alert_says_how_bad_it_is_and_what_people_notice(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in {"critical", "warning"}
    assert rule["annotations"]["summary"].endswith(".")
    assert rule["annotations"]["runbook"].startswith("docs/")


def test_the_dashboard_has_its_rows_and_no_panel_lies_on_another() -> None:
    rows = [panel["title"] for panel in panels() if panel["type"] == "row"]
    places = [tuple(panel["gridPos"].values()) for panel in panels()]
    squares = [
        (column, line)
        for height, width, x, y in places
        for column in range(x, x + width)
        for line in range(y, y + height)
    ]

    assert rows == ["State", "Traffic", "Errors", "Latency", "Saturation", "Alerts and calls"]
    assert len(squares) == len(set(squares))
    assert len({panel["id"] for panel in panels()}) == len(panels())
