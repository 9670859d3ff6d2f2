"""What taking incidents in needs from the world: a place for what they bring along."""

from __future__ import annotations

from typing import Protocol

from bot.incident.brought import Brought
from bot.incident.ids import IncidentId


class BroughtAlong(Protocol):
    async def of(self, incident: IncidentId) -> Brought:
        """Nothing, of an incident that was declared here."""
        ...

    async def keep(self, incident: IncidentId, brought: Brought) -> None: ...
