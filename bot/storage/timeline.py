"""How the facts of an incident are remembered: added, never changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.incident.ids import IncidentId
from bot.incident.timeline import TimelineEntry
from bot.storage.rows import columns, value_of
from bot.storage.tables import EntryRow, table

_TIMELINE = table(EntryRow)
_C = _TIMELINE.c


class StoredTimeline:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, entry: TimelineEntry) -> None:
        await self._connection.execute(insert(_TIMELINE).values(columns(entry)))

    async def of(self, incident: IncidentId) -> Sequence[TimelineEntry]:
        facts = select(_TIMELINE).where(_C.incident == incident)
        rows = await self._connection.execute(facts.order_by(_C.occurred_at, _C.arrival))
        return [value_of(TimelineEntry, row) for row in rows]
