"""How kept files are remembered: bytes and what is known of them, beside their messages."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.incident.ids import ChannelId, MessageTs
from bot.incident.kept_file import KeptFile
from bot.storage.columns import table
from bot.storage.messages import deleted_among
from bot.storage.record_tables import KeptFileRow
from bot.storage.rows import columns, insert_into, maybe, value_of

_FILE = table(KeptFileRow)
_C = _FILE.c
_KNOWN = [column for column in _C if column.name != "content"]
"""Everything but the bytes, which nobody wants to read by the way."""


class StoredKeptFiles:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def want(self, file: KeptFile) -> None:
        statement = insert_into(self._connection, _FILE).on_conflict_do_nothing()
        await self._connection.execute(statement, columns(file))

    async def get(self, channel: ChannelId, ts: MessageTs, file: str) -> KeptFile | None:
        which = (_C.channel == channel) & (_C.ts == ts) & (_C.file == file)
        result = await self._connection.execute(select(*_KNOWN).where(which))
        return maybe(KeptFile, result.one_or_none())

    async def keep(self, file: KeptFile, content: bytes) -> None:
        known = {"size": file.size, "sha256": file.sha256, "type": file.type}
        statement = update(_FILE).where(_is(file)).values(content=content, **known)
        await self._connection.execute(statement)

    async def content(self, file: KeptFile) -> bytes | None:
        found: bytes | None = await self._connection.scalar(select(_C.content).where(_is(file)))
        return found

    async def of(self, channel: ChannelId) -> Sequence[KeptFile]:
        here = (_C.channel == channel) & _C.sha256.is_not(None)
        statement = select(*_KNOWN).where(here).order_by(_C.ts, _C.file)
        return [value_of(KeptFile, row) for row in await self._connection.execute(statement)]

    async def erase_deleted(self, channel: ChannelId, among: Sequence[MessageTs]) -> None:
        whose = (_C.channel == channel) & _C.ts.in_(deleted_among(channel, among))
        await self._connection.execute(delete(_FILE).where(whose))

    async def erase(self, file: str) -> None:
        await self._connection.execute(delete(_FILE).where(_C.file == file))

    async def moved(self, before: ChannelId, after: ChannelId) -> None:
        statement = update(_FILE).where(_C.channel == before).values(channel=after)
        await self._connection.execute(statement)


def _is(file: KeptFile) -> ColumnElement[bool]:
    return (_C.channel == file.channel) & (_C.ts == file.ts) & (_C.file == file.file)
