"""Checkly: webhooks in the shape of its template."""

from __future__ import annotations

from bot.alerts.errors import UnknownShape
from bot.alerts.payload import first, known, line, named, pick, tags_of
from bot.incident.alert import Alert, AlertState, Delivery, dedup_key
from bot.incident.alert_words import AlertSeverity

SOURCE = "checkly"


def parse(payload: object) -> Delivery:
    """`started_at` is when this run of the check began: the start of a failure, or its end."""
    told = known(SOURCE, payload, "check_id", "alert_type")
    kind, id = line(told, "alert_type").upper(), named(SOURCE, told, "check_id")
    if not kind.startswith("ALERT_"):
        raise UnknownShape(
            SOURCE, "its `alert_type` is none of `ALERT_FAILURE`, `ALERT_RECOVERY` …"
        )
    name, over = first(line(told, "check_name"), line(told, "event"), id), "RECOVERY" in kind
    expiring, at = "SSL" in kind, pick(told, "started_at")
    goes_on = kind.endswith("_REMAIN")
    milder = kind.startswith("ALERT_DEGRADED") or kind.endswith("_DEGRADED") or expiring
    alert = Alert(
        source=SOURCE,
        external_id=id,
        fingerprint=f"{id}:ssl" if expiring else id,
        dedup_key=dedup_key(SOURCE, id, "ssl") if expiring else dedup_key(SOURCE, id),
        title=f"{name}: SSL" if expiring else name,
        text=first(line(told, "check_error_message"), line(told, "event")),
        severity=AlertSeverity.WARNING if milder and not over else None,
        state=AlertState.RESOLVED if over else AlertState.FIRING,
        service=name,
        link=pick(told, "link"),
        told_at=at,
        starts_at=None if over or goes_on else at,
        ends_at=at,
        labels={"location": line(told, "run_location"), **tags_of(pick(told, "tags"))},
    )
    return Delivery(alerts=(alert,))
