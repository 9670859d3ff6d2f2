"""Better Stack: webhooks about incidents of its uptime monitors."""

from __future__ import annotations

from bot.alerts.payload import first, known, line, named, pick, table
from bot.incident.alert import Alert, AlertState, Delivery, dedup_key

SOURCE = "betterstack"


def parse(payload: object) -> Delivery:
    """What has been filled in tells the state: the time of an end, or of an acknowledgement."""
    data = known(SOURCE, pick(known(SOURCE, payload, "data"), "data"), "id", "attributes")
    told, id = table(data, "attributes"), named(SOURCE, data, "id")
    name = first(line(told, "name"), line(told, "url"))
    alert = Alert(
        source=SOURCE,
        external_id=id,
        fingerprint=id,
        dedup_key=dedup_key(SOURCE, id),
        title=": ".join(part for part in (name, line(told, "cause")) if part),
        text=pick(told, "response_content"),
        state=AlertState.RESOLVED if line(told, "resolved_at") else AlertState.FIRING,
        acknowledged=bool(line(told, "acknowledged_at")),
        acknowledged_at=pick(told, "acknowledged_at"),
        acknowledged_by=pick(told, "acknowledged_by"),
        service=name,
        told_at=pick(told, "resolved_at") or pick(told, "acknowledged_at"),
        starts_at=pick(told, "started_at"),
        ends_at=pick(told, "resolved_at"),
        labels={"team": line(told, "team_name")},
    )
    return Delivery(alerts=(alert,))
