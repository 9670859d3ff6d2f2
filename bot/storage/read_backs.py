"""How it is remembered how far each channel was read back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.incident.ids import ChannelId, IncidentId
from bot.incident.lifecycle import OPEN
from bot.incident.read_back import OpenChannel, ReadBack
from bot.storage.columns import table
from bot.storage.incidents import INCIDENT
from bot.storage.record_tables import ReadBackRow
from bot.storage.rows import columns, maybe, put

_READ = table(ReadBackRow)
_C = _READ.c
_I = INCIDENT.c
_OPEN_CHANNELS = (
    select(_I.id, _I.history_due, _C.began_at.is_not(None))
    .select_from(INCIDENT.outerjoin(_READ, and_(_C.channel == _I.channel, _C.whole)))
    .where(_I.status.in_(sorted(OPEN)), _I.channel.is_not(None), ~_I.archived)
    .order_by(_I.number.desc())
)


class StoredReadBacks:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, channel: ChannelId, *, whole: bool) -> ReadBack:
        wanted = select(_READ).where(_C.channel == channel, _C.whole == whole)
        found = maybe(ReadBack, (await self._connection.execute(wanted)).one_or_none())
        return found or ReadBack(channel=channel, whole=whole)

    async def open_channels(self) -> Sequence[OpenChannel]:
        rows = await self._connection.execute(_OPEN_CHANNELS)
        return [OpenChannel(IncidentId(id), due, under_way) for id, due, under_way in rows]

    async def put(self, read_back: ReadBack) -> None:
        await put(self._connection, _READ, [columns(read_back)])

    async def moved(self, before: ChannelId, after: ChannelId) -> None:
        statement = update(_READ).where(_C.channel == before).values(channel=after)
        await self._connection.execute(statement)
