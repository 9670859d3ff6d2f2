"""Whether an alert is what a fixture expects, with the tolerances that it grants."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bot.incident.alert import Alert

FIELDS = {
    "source": "source",
    "external_id": "external_id",
    "fingerprint": "fingerprint",
    "severity": "severity",
    "status": "state",
    "acknowledged": "acknowledged",
    "service": "service",
    "link": "link",
    "starts_at": "starts_at",
    "ends_at": "ends_at",
    "runbook": "runbook",
    "condition": "condition",
    "acknowledged_at": "acknowledged_at",
    "acknowledged_by": "acknowledged_by",
}
"""As the fixtures call them, and as we do."""


def faults(alert: Alert, told: dict[str, Any], received: datetime | None = None) -> Iterator[str]:
    """What is wrong, each in a line. `received`: when, where that stands for a time not told."""
    for name in FIELDS:
        if name in told and not _right(alert, told, name, received):
            value = getattr(alert, FIELDS[name])
            yield f"{name}: {value!r} is none of {_accepted(told, name)}"
    if not any(title in alert.title for title in told["title_any"]):
        yield f"title: {alert.title!r}"


def _accepted(told: dict[str, Any], name: str) -> list[Any]:
    return [told[name], *told.get("accept", {}).get(name, [])]


def _right(alert: Alert, told: dict[str, Any], name: str, received: datetime | None) -> bool:
    value = getattr(alert, FIELDS[name])
    if value is not None and value == received and told[name] is None:
        return name in {"starts_at", "ends_at"}
    accepted = _accepted(told, name)
    if isinstance(value, datetime):
        times = (datetime.fromisoformat(time) for time in accepted if time)
        return any(abs((value - time).total_seconds()) <= 1 for time in times)
    return value in accepted or (value is not None and "*" in accepted)
