"""What post-mortems need from the world: a memory of what people wrote in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.incident.ids import IncidentId
from bot.incident.postmortem.revisions import Revision


class Revisions(Protocol):
    async def of(self, incident: IncidentId) -> Sequence[Revision]:
        """By their numbers."""
        ...

    async def add(self, revision: Revision) -> None: ...
