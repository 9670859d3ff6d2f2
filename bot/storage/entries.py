"""How key entries are remembered, and found by the message they were made of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.incident.effect import EffectState
from bot.incident.entry import Entry, EntryId, EntryKind
from bot.incident.ids import ChannelId, IncidentId, MessageTs
from bot.incident.timeline import LATEST_FACTS
from bot.response.entry_ports import LINE, REACTION, PageWanted, TimelineLine, TimelinePage
from bot.storage.columns import table
from bot.storage.record_tables import KeyEntryRow
from bot.storage.rows import columns, maybe, put, value_of
from bot.storage.tables import EffectRow
from bot.storage.timeline_pages import timeline_lines, timeline_page

_ENTRY = table(KeyEntryRow)
_EFFECT = table(EffectRow)
_C = _ENTRY.c
_ORDER = (_C.occurred_at, _C.recorded_at, _C.id)
_MADE_LAST = select(func.max(_C.recorded_at)).where(_C.incident == bindparam("wanted"))


def _unsettled() -> Select[Any]:
    of_it = (_EFFECT.c.incident == bindparam("wanted")) & _EFFECT.c.key.in_(
        [LINE + _C.id, REACTION + _C.id]
    )
    behind = (_EFFECT.c.state != EffectState.DONE.value) | (_EFFECT.c.attempted_at <= _C.touched_at)
    lacking = (_C.said | _C.marked) & ~exists().where(of_it)
    wanted = lacking | exists().where(of_it & behind) | (_C.touched_at >= bindparam("since"))
    return select(_ENTRY).where(_C.incident == bindparam("wanted"), wanted).order_by(*_ORDER)


_UNSETTLED = _unsettled()


class StoredEntries:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, entry: EntryId) -> Entry | None:
        result = await self._connection.execute(select(_ENTRY).where(_C.id == entry))
        return maybe(Entry, result.one_or_none())

    async def made_of(
        self, channel: ChannelId, among: Collection[MessageTs]
    ) -> dict[MessageTs, Entry]:
        found = await self._all((_C.channel == channel) & _C.ts.in_(sorted(among)))
        return {entry.ts: entry for entry in found if entry.ts is not None}

    async def of(self, incident: IncidentId) -> Sequence[Entry]:
        return await self._all(_C.incident == incident)

    async def put(self, entries: Sequence[Entry]) -> None:
        await put(self._connection, _ENTRY, [columns(entry) for entry in entries])

    async def unsettled(self, incident: IncidentId, since: datetime) -> Sequence[Entry]:
        of_it = {"wanted": incident, "since": since}
        rows = await self._connection.execute(_UNSETTLED, of_it)
        found = [value_of(Entry, row) for row in rows]
        lacking_about = {one.about for one in found if one.about} - {one.id for one in found}
        about = await self._all(_C.id.in_(sorted(lacking_about))) if lacking_about else []
        return [*found, *about]

    async def latest(self, incident: IncidentId, limit: int) -> Sequence[TimelineLine]:
        wanted = PageWanted(
            incident=incident, facts=LATEST_FACTS, kinds=tuple(EntryKind), limit=limit
        )
        return await timeline_lines(self._connection, wanted)

    async def made_last(self, incident: IncidentId) -> datetime | None:
        at: datetime | None = await self._connection.scalar(_MADE_LAST, {"wanted": incident})
        return at

    async def page(self, wanted: PageWanted) -> TimelinePage:
        return await timeline_page(self._connection, wanted)

    async def moved(self, before: ChannelId, after: ChannelId) -> None:
        """Slack gave the channel another id; ids of messages stay."""
        statement = update(_ENTRY).where(_C.channel == before).values(channel=after)
        await self._connection.execute(statement)

    async def _all(self, condition: ColumnElement[bool]) -> Sequence[Entry]:
        rows = await self._connection.execute(select(_ENTRY).where(condition).order_by(*_ORDER))
        return [value_of(Entry, row) for row in rows]
