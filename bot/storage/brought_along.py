"""How what imported incidents bring along is remembered: as it came, and beside all else."""

from __future__ import annotations

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.incident.brought import Brought
from bot.incident.ids import IncidentId
from bot.storage.columns import table
from bot.storage.record_tables import BroughtRow

_BROUGHT = table(BroughtRow)


class StoredBroughtAlong:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, incident: IncidentId) -> Brought:
        wanted = select(_BROUGHT.c.brought).where(_BROUGHT.c.incident == incident)
        found: Brought | None = await self._connection.scalar(wanted)
        return found or Brought()

    async def keep(self, incident: IncidentId, brought: Brought) -> None:
        row = {"incident": incident, "brought": brought}
        await self._connection.execute(insert(_BROUGHT), row)
