"""What is kept beside alerts: what nobody could read, and which channels are watched."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.incident.ids import ChannelId
from bot.incident.unread_alert import KEPT, UnreadAlert
from bot.incident.watch import Watch
from bot.storage.alert_tables import UnreadAlertRow, WatchRow
from bot.storage.columns import table
from bot.storage.rows import columns, insert_into, maybe, put, value_of

_UNREAD = table(UnreadAlertRow)
_U = _UNREAD.c
_MINE = _U.source == bindparam("of")
_LATEST = select(_U.key).where(_MINE).order_by(_U.last_at.desc(), _U.key).limit(KEPT)
_TRIM = delete(_UNREAD).where(_MINE, _U.key.not_in(_LATEST))
_WATCH = table(WatchRow)
_W = _WATCH.c


class StoredUnreadAlerts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, unread: Sequence[UnreadAlert]) -> None:
        statement = insert_into(self._connection, _UNREAD)
        new = statement.excluded
        again = {"count": _U.count + new["count"], "last_at": new.last_at}
        counted = statement.on_conflict_do_update(index_elements=[_U.key], set_=again)
        if unread:
            await self._connection.execute(counted, [columns(one) for one in unread])
        for source in sorted({one.source for one in unread}):
            await self._connection.execute(_TRIM, {"of": source})

    async def all(self) -> Sequence[UnreadAlert]:
        latest = select(_UNREAD).order_by(_U.last_at.desc(), _U.key)
        return [value_of(UnreadAlert, row) for row in await self._connection.execute(latest)]

    async def count(self) -> int:
        return int(await self._connection.scalar(select(func.count()).select_from(_UNREAD)) or 0)

    async def remove(self, source: str | None) -> int:
        which = delete(_UNREAD)
        result = await self._connection.execute(
            which.where(_U.source == source) if source else which
        )
        return int(result.rowcount)


class StoredWatches:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, channel: ChannelId) -> Watch | None:
        result = await self._connection.execute(select(_WATCH).where(_W.channel == channel))
        return maybe(Watch, result.one_or_none())

    async def all(self) -> Sequence[Watch]:
        rows = await self._connection.execute(select(_WATCH).order_by(_W.channel))
        return [value_of(Watch, row) for row in rows]

    async def put(self, watch: Watch) -> None:
        await put(self._connection, _WATCH, [columns(watch)])

    async def moved(self, before: ChannelId, after: ChannelId) -> None:
        """What was switched under the new id already stays."""
        watch = await self.get(before)
        if watch is None:
            return
        await self._connection.execute(delete(_WATCH).where(_W.channel == before))
        if await self.get(after) is None:
            await self.put(watch.model_copy(update={"channel": after}))
