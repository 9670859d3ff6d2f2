"""Grafana: the webhook of its alerting, the one of old (before version 8), and its message."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.alerts.payload import (
    ROWS,
    as_text,
    first,
    first_link,
    known,
    line,
    pick,
    rows,
    state_said,
    table,
    word,
)
from bot.alerts.post import Post
from bot.incident.alert import Alert, AlertState, Condition, Delivery, dedup_key
from bot.incident.alert_words import severity_said

SOURCE = "grafana"
_CONDITIONS = {
    "DatasourceNoData": Condition.NO_DATA,
    "DatasourceError": Condition.EVALUATION_ERROR,
}
_SERVICE = ("service", "app", "application", "job")
_HEADLINE = re.compile(r"\[(FIRING|RESOLVED)(?::\d{1,6})?[^\]]{0,40}\]\s*(\S.*)", re.DOTALL)


def parse(payload: object) -> Delivery:
    if line(payload, "ruleName") and pick(payload, "alerts") is None:
        return _parse_old(known(SOURCE, payload, "ruleId", "state"))
    told = known(SOURCE, payload, "alerts")
    sent, cut = pick(told, "alerts"), pick(told, "truncatedAlerts")
    unread = len(sent) - ROWS if isinstance(sent, list) else 0
    return Delivery(
        alerts=tuple(_alert(told, one) for one in rows(told, "alerts")),
        left_out=max(cut if isinstance(cut, int) else 0, 0) + max(unread, 0),
        group=pick(told, "groupKey"),
    )


def _alert(told: Mapping[str, object], one: object) -> Alert:
    """Without data it is called by its rule: the summary tells what the rule is about."""
    labels, annotations = table(one, "labels"), table(one, "annotations")
    name, fingerprint = line(labels, "alertname"), line(one, "fingerprint")
    condition = _CONDITIONS.get(name)
    summary = first(line(annotations, "summary"), name)
    resolved = (word(one, "status") or word(told, "status")) == "resolved"
    return Alert(
        source=SOURCE,
        external_id=fingerprint,
        fingerprint=fingerprint,
        dedup_key=dedup_key(SOURCE, fingerprint or as_text(labels)),
        copy_key=_copy_key(line(told, "title")),
        title=first(line(labels, "rulename"), summary) if condition else summary,
        text=pick(annotations, "description"),
        severity_told=line(labels, "severity"),
        severity=severity_said(line(labels, "severity")),
        state=AlertState.RESOLVED if resolved else AlertState.FIRING,
        service=first(*(line(labels, name) for name in _SERVICE)),
        link=first_link(
            pick(one, "generatorURL"), pick(one, "panelURL"), pick(told, "externalURL")
        ),
        runbook=first_link(pick(annotations, "runbook_url")),
        dashboard=first_link(pick(one, "panelURL"), pick(one, "dashboardURL")),
        starts_at=pick(one, "startsAt"),
        ends_at=pick(one, "endsAt"),
        condition=condition,
        labels=labels,
        is_test=name == "TestAlert",
    )


def _parse_old(told: Mapping[str, object]) -> Delivery:
    """It has no times. A rule that is paused, or waits, says nothing about what it watches."""
    state = word(told, "state")
    if state in {"paused", "pending"}:
        return Delivery()
    severity = line(told, "tags", "severity")
    alert = Alert(
        source=SOURCE,
        external_id=line(told, "ruleId"),
        fingerprint=line(told, "ruleId"),
        dedup_key=dedup_key(SOURCE, "rule", line(told, "orgId"), line(told, "ruleId")),
        title=line(told, "ruleName"),
        text=pick(told, "message"),
        severity_told=severity,
        severity=severity_said(severity),
        state=state_said(SOURCE, state, firing="alerting,no_data", resolved="ok"),
        link=pick(told, "ruleUrl"),
        condition=Condition.NO_DATA if state == "no_data" else None,
        labels=pick(told, "tags"),
        is_test=line(told, "title") == "[Alerting] Test notification",
    )
    return Delivery(alerts=(alert,))


def _copy_key(title: str) -> str | None:
    found = _HEADLINE.match(title)
    return dedup_key(SOURCE, "message", found[2]) if found else None


def read(post: Post) -> Delivery | None:
    """Told from Alertmanager's message, which looks the same, by its name or its footer."""
    found = _HEADLINE.match(post.title.plain)
    if found is None or not _is_ours(post):
        return None
    named, resolved = post.named, found[1] == "RESOLVED"
    at = next((part.at for part in post.parts if part.at), post.at)
    return Delivery(
        alerts=(
            Alert(
                source=SOURCE,
                dedup_key=dedup_key(SOURCE, "message", found[2]),
                title=found[2],
                text=first(named.get("summary", ""), named.get("description", "")),
                severity_told=named.get("severity", ""),
                severity=severity_said(named.get("severity")),
                state=AlertState.RESOLVED if resolved else AlertState.FIRING,
                service=first(*(named.get(name, "") for name in _SERVICE)),
                link=first_link(named.get("source"), *(link.url for link in post.title.links)),
                runbook=named.get("runbook_url"),
                dashboard=first_link(named.get("panel"), named.get("dashboard")),
                told_at=at,
                starts_at=None if resolved else at,
                ends_at=at,
            ),
        ),
    )


def _is_ours(post: Post) -> bool:
    return "grafana" in post.names or any("grafana" in part.footer for part in post.parts)
