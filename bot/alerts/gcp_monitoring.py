"""Google Cloud Monitoring: webhooks of schema 1.2."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.alerts.payload import first, known, line, named, pick, state_said, table, word
from bot.incident.alert import Alert, Delivery, dedup_key
from bot.incident.alert_words import a_text, severity_said

SOURCE = "gcp_monitoring"
_ADDRESS = re.compile(r"https?://[^\s)>\]]{1,1000}")


def parse(payload: object) -> Delivery:
    told = known(SOURCE, pick(known(SOURCE, payload, "incident"), "incident"), "incident_id")
    id = named(SOURCE, told, "incident_id")
    alert = Alert(
        source=SOURCE,
        external_id=id,
        fingerprint=id,
        dedup_key=dedup_key(SOURCE, id),
        title=first(line(told, "policy_name"), line(told, "condition_name")),
        text=pick(told, "summary"),
        severity_told=line(told, "severity"),
        severity=severity_said(pick(told, "severity")),
        state=state_said(SOURCE, word(told, "state"), firing="open", resolved="closed"),
        service=_service(told),
        link=pick(told, "url"),
        runbook=_runbook(told),
        starts_at=pick(told, "started_at"),
        ends_at=pick(told, "ended_at"),
        labels={**table(told, "resource", "labels"), **table(told, "policy_user_labels")},
        is_test=word(payload, "version") == "test",
    )
    return Delivery(alerts=(alert,))


def _service(told: Mapping[str, object]) -> str:
    labels = table(told, "resource", "labels")
    return first(
        line(labels, "service_name"),
        line(told, "resource_display_name"),
        line(told, "resource_name"),
    )


def _runbook(told: Mapping[str, object]) -> object:
    """The first address in the documentation that people gave to the policy."""
    linked = pick(told, "documentation", "links", 0, "url")
    found = _ADDRESS.search(a_text(pick(told, "documentation", "content"), 5000))
    return linked or (found[0].rstrip(".,;") if found else None)
