"""Pingdom: webhooks about uptime and transaction checks."""

from __future__ import annotations

from bot.alerts.payload import known, line, named, pick, state_said, word
from bot.incident.alert import Alert, AlertState, Delivery, dedup_key
from bot.incident.alert_words import severity_said

SOURCE = "pingdom"
_FIRING = "down,failing,unconfirmed_down"


def parse(payload: object) -> Delivery:
    told = known(SOURCE, payload, "check_id", "current_state")
    id, name = named(SOURCE, told, "check_id"), line(told, "check_name")
    at = pick(told, "state_changed_timestamp") or pick(told, "state_changed_utc_time")
    state = state_said(SOURCE, word(told, "current_state"), firing=_FIRING, resolved="up,success")
    alert = Alert(
        source=SOURCE,
        external_id=id,
        fingerprint=id,
        dedup_key=dedup_key(SOURCE, id),
        title=f"{name or id} is down",
        text=pick(told, "long_description") or pick(told, "description"),
        severity_told=line(told, "importance_level"),
        severity=severity_said(pick(told, "importance_level")),
        state=state,
        service=name,
        link=pick(told, "check_params", "full_url"),
        told_at=at,
        starts_at=at if state is AlertState.FIRING else None,
        ends_at=at,
    )
    return Delivery(alerts=(alert,))
