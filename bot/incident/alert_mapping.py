"""How a sender that nobody knows is understood: which part of what it sends means what."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from bot.incident.alert import Source
from bot.incident.alert_words import AlertSeverity

FIRING = ("firing", "alerting", "triggered", "problem", "open", "down", "active", "alarm", "1")
RESOLVED = ("resolved", "ok", "recovered", "closed", "up", "cleared", "normal", "inactive", "0")


class AlertMapping(BaseModel):
    """Every field but the words is an expression of JMESPath; empty: it does not tell that."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Source
    each: str = ""
    """Leads to the list of alerts; empty: the payload is one, or a list of them."""
    key: str
    """What stays the same from firing to resolved."""
    title: str
    text: str = ""
    state: str = ""
    """Empty: whatever is sent fires."""
    firing: tuple[str, ...] = FIRING
    resolved: tuple[str, ...] = RESOLVED
    acknowledged: str = ""
    severity: str = ""
    severities: Mapping[str, AlertSeverity] = Field(default_factory=dict)
    """Its own words in lower case, where they are not generally known."""
    service: str = ""
    link: str = ""
    runbook: str = ""
    dashboard: str = ""
    starts_at: str = ""
    ends_at: str = ""
    told_at: str = ""
    labels: Mapping[str, str] = Field(default_factory=dict)
