"""How the facts of an incident are remembered: added, and changed only to erase words."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.incident.ids import IncidentId
from bot.incident.timeline import Arrival, Fact, TimelineEntry
from bot.storage.columns import table
from bot.storage.rows import columns, value_of
from bot.storage.tables import EntryRow

_TIMELINE = table(EntryRow)
_C = _TIMELINE.c


class StoredTimeline:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, entry: TimelineEntry) -> Arrival:
        row = {**columns(entry), "kind": entry.fact.kind}
        added = insert(_TIMELINE).values(row).returning(_C.arrival)
        return Arrival(await self._connection.scalar(added) or 0)

    async def arrived(self, among: Collection[Arrival]) -> dict[Arrival, TimelineEntry]:
        return await self._numbered(_C.arrival.in_(sorted(among)))

    async def of_kinds(
        self, incident: IncidentId, kinds: Collection[str]
    ) -> dict[Arrival, TimelineEntry]:
        return await self._numbered((_C.incident == incident) & _C.kind.in_(sorted(kinds)))

    async def reword(self, arrival: Arrival, fact: Fact) -> None:
        changed = update(_TIMELINE).where(_C.arrival == arrival).values(fact=fact)
        await self._connection.execute(changed)

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

    async def _numbered(self, condition: ColumnElement[bool]) -> dict[Arrival, TimelineEntry]:
        found = select(_TIMELINE).where(condition).order_by(_C.arrival)
        rows = await self._connection.execute(found)
        return {Arrival(row.arrival): value_of(TimelineEntry, row) for row in rows}
