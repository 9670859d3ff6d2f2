"""What a view of an incident is drawn from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.incident.incident import Incident
from bot.incident.policy import Policy
from bot.incident.severity import Severity
from bot.language import Tongue

LOWEST = 9


@dataclass(frozen=True, slots=True)
class Scene:
    incident: Incident
    policy: Policy
    tongue: Tongue
    room: str | None
    """The id of its channel, once there is one."""
    declarer: str = ""
    """The name of who declared it, where a mention would call somebody who knows."""

    @property
    def severity(self) -> Severity:
        """One that configuration no longer has is shown by its key."""
        key = self.incident.severity
        return self.policy.severities.get(key) or Severity(key=key, rank=LOWEST)

    def told_in(self, tongue: Tongue) -> Scene:
        return replace(self, tongue=tongue)
