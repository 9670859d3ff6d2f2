"""Scribe: keep all that the scribe writes as key entries, while they want that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.incident.entry_errors import NotTheScribe
from bot.incident.incident import Incident
from bot.incident.roles import Role
from bot.incident.scribing import ScribingBegun, ScribingEnded, scribes_now
from bot.incident.timeline import Fact
from bot.response.change import Changed, Request, change
from bot.response.ports import Desk, UnitOfWork


async def keep_all(desk: Desk, request: Request, *, wanted: bool) -> Changed:
    """Raises NotTheScribe. Wanting what is so already changes nothing."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        if incident.holder(Role.SCRIBE) != request.by:
            raise NotTheScribe()
        if scribes_now(incident.scribing, request.by) is wanted:
            return []
        return [ScribingBegun(user=request.by) if wanted else ScribingEnded(user=request.by)]

    return await change(desk, request, decide)
