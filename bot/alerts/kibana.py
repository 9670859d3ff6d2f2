"""Kibana: rules with a webhook connector, its variables in a plain object."""

from __future__ import annotations

from bot.alerts.payload import first, first_link, known, line, pick, tags_of, word
from bot.incident.alert import Alert, AlertState, Delivery, dedup_key
from bot.incident.alert_words import severity_said

SOURCE = "kibana"


def parse(payload: object) -> Delivery:
    told = known(SOURCE, payload, "alert", "rule")
    alert, rule = known(SOURCE, pick(told, "alert")), known(SOURCE, pick(told, "rule"))
    over = word(alert, "actionGroup") == "recovered"
    id = first(line(alert, "uuid"), f"{line(rule, 'id')}:{line(alert, 'id')}")
    tags = tags_of(pick(rule, "tags"))
    at = pick(told, "date") or pick(told, "context", "timestamp")
    severity = first(line(told, "context", "severity"), line(rule, "severity"))
    found = Alert(
        source=SOURCE,
        external_id=id,
        fingerprint=id,
        dedup_key=dedup_key(SOURCE, id),
        title=line(rule, "name"),
        text=pick(told, "context", "reason") or pick(told, "context", "message"),
        severity_told=severity,
        severity=severity_said(severity),
        state=AlertState.RESOLVED if over else AlertState.FIRING,
        service=first(
            tags.get("service", ""), line(told, "context", "host", "name"), line(alert, "id")
        ),
        link=first_link(
            pick(told, "context", "alertDetailsUrl"),
            pick(told, "context", "viewInAppUrl"),
            pick(rule, "url"),
        ),
        told_at=at,
        starts_at=None if over else at,
        ends_at=at,
        labels=tags,
    )
    return Delivery(alerts=(found,))
