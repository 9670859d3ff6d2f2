"""A subscription: somebody outside hears of an incident, or of a severity, by direct message."""

from __future__ import annotations

from datetime import datetime

from pydantic import ConfigDict
from sqlmodel import SQLModel

from bot.incident.ids import IncidentId, UserId
from bot.incident.incident import Incident

_SEVERITY = "severity:"


class Subscription(SQLModel):
    model_config = ConfigDict(frozen=True)  # type: ignore[assignment]

    person: UserId
    topic: str
    """The id of an incident, or `severity:` and a severity's key."""
    since: datetime

    @property
    def severity(self) -> str | None:
        return self.topic.removeprefix(_SEVERITY) if self.topic.startswith(_SEVERITY) else None

    @property
    def incident(self) -> IncidentId | None:
        return None if self.severity is not None else IncidentId(self.topic)


def of_severity(key: str) -> str:
    return f"{_SEVERITY}{key}"


def topics_of(incident: Incident) -> tuple[str, str]:
    return incident.id, of_severity(incident.severity)
