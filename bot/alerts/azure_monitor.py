"""Azure Monitor: webhooks of its common alert schema."""

from __future__ import annotations

from bot.alerts.errors import UnknownShape
from bot.alerts.payload import first, known, line, named, pick, state_said, word
from bot.incident.alert import Alert, Delivery, dedup_key
from bot.incident.alert_words import AlertSeverity

SOURCE = "azure_monitor"
_SEVERITIES = {
    "sev0": AlertSeverity.CRITICAL,
    "sev1": AlertSeverity.ERROR,
    "sev2": AlertSeverity.WARNING,
    "sev3": AlertSeverity.INFO,
    "sev4": AlertSeverity.INFO,
}
"""Azure counts from zero, unlike those whose sev1 is the highest."""


def parse(payload: object) -> Delivery:
    if line(known(SOURCE, payload, "data"), "schemaId") != "azureMonitorCommonAlertSchema":
        raise UnknownShape(SOURCE, "the action group does not use the common alert schema")
    told = known(SOURCE, pick(payload, "data", "essentials"), "alertId", "monitorCondition")
    id = named(SOURCE, told, "alertId")
    alert = Alert(
        source=SOURCE,
        external_id=id,
        fingerprint=id,
        dedup_key=dedup_key(SOURCE, id.casefold()),
        title=line(told, "alertRule"),
        text=pick(told, "description"),
        severity_told=line(told, "severity"),
        severity=_SEVERITIES.get(word(told, "severity")),
        state=state_said(
            SOURCE, word(told, "monitorCondition"), firing="fired", resolved="resolved"
        ),
        service=first(line(told, "configurationItems", 0), line(told, "targetResourceGroup")),
        link=pick(told, "investigationLink"),
        starts_at=pick(told, "firedDateTime"),
        ends_at=pick(told, "resolvedDateTime"),
        labels={
            "resource_group": line(told, "targetResourceGroup"),
            "resource_type": line(told, "targetResourceType"),
            "signal": line(told, "signalType"),
        },
    )
    return Delivery(alerts=(alert,))
