"""How the facts of an incident are remembered: added, never changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.incident.ids import IncidentId
from bot.incident.timeline import TimelineEntry
from bot.storage.columns import table
from bot.storage.rows import columns, value_of
from bot.storage.tables import EntryRow

_TIMELINE = table(EntryRow)
_C = _TIMELINE.c


class StoredTimeline:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, entry: TimelineEntry) -> None:
        row = {**columns(entry), "kind": entry.fact.kind}
        await self._connection.execute(insert(_TIMELINE), row)

    async def of(self, incident: IncidentId) -> Sequence[TimelineEntry]:
        facts = select(_TIMELINE).where(_C.incident == incident)
        rows = await self._connection.execute(facts.order_by(_C.occurred_at, _C.arrival))
        return [value_of(TimelineEntry, row) for row in rows]

    async def latest(
        self, incident: IncidentId, kinds: Collection[str], limit: int
    ) -> Sequence[TimelineEntry]:
        wanted = select(_TIMELINE).where(_C.incident == incident, _C.kind.in_(sorted(kinds)))
        newest = wanted.order_by(_C.occurred_at.desc(), _C.arrival.desc()).limit(limit)
        return [value_of(TimelineEntry, row) for row in await self._connection.execute(newest)]
