"""How it is remembered how far each channel was read back."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.incident.ids import ChannelId
from bot.incident.read_back import ReadBack
from bot.storage.columns import table
from bot.storage.record_tables import ReadBackRow
from bot.storage.rows import columns, maybe, put

_READ = table(ReadBackRow)
_C = _READ.c


class StoredReadBacks:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, channel: ChannelId, *, whole: bool) -> ReadBack:
        wanted = select(_READ).where(_C.channel == channel, _C.whole == whole)
        found = maybe(ReadBack, (await self._connection.execute(wanted)).one_or_none())
        return found or ReadBack(channel=channel, whole=whole)

    async def put(self, read_back: ReadBack) -> None:
        await put(self._connection, _READ, [columns(read_back)])

    async def moved(self, before: ChannelId, after: ChannelId) -> None:
        statement = update(_READ).where(_C.channel == before).values(channel=after)
        await self._connection.execute(statement)
