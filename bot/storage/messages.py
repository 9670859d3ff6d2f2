"""How messages are remembered: each thing that was heard of them, once."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.incident.ids import ChannelId, MessageTs, UserId
from bot.incident.message import Heard, HeardKind, Said
from bot.storage.columns import table
from bot.storage.record_tables import HeardRow
from bot.storage.rows import columns, insert_into, value_of

_HEARD = table(HeardRow)
_C = _HEARD.c
_KEY = ("channel", "ts", "kind", "key")
_IN_ORDER = select(_HEARD).order_by(_C.ts, _C.kind, _C.key)
_IS_REPLY = (_C.thread.is_not(None), _C.thread != _C.ts)
AT_ONCE = 200
"""Rows that are read before others have their turn."""


class StoredMessages:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, heard: Sequence[Heard]) -> None:
        """What is known already stays; words that were not known are filled in."""
        if not heard:
            return
        statement = insert_into(self._connection, _HEARD)
        words = func.coalesce(_C.content, statement.excluded.content)
        statement = statement.on_conflict_do_update(index_elements=_KEY, set_={"content": words})
        await self._connection.execute(statement, [columns(one) for one in heard])

    async def erase_deleted(self, channel: ChannelId, among: Sequence[MessageTs]) -> bool:
        """The words of those of them that were deleted, in all revisions; whether any were left."""
        whose = (_C.channel == channel) & _C.ts.in_(deleted_among(channel, among))
        return await self._erase(whose)

    async def erase(self, channel: ChannelId, among: Collection[MessageTs]) -> None:
        await self._erase((_C.channel == channel) & _C.ts.in_(sorted(among)))

    async def erase_outdated(
        self,
        channel: ChannelId,
        by: UserId,
        before: datetime,
        among: Collection[MessageTs] | None = None,
    ) -> None:
        newer = _HEARD.alias()
        edited = (newer.c.kind == HeardKind.EDITED.value) & (newer.c.key > _C.key)
        same = (newer.c.channel == _C.channel) & (newer.c.ts == _C.ts)
        whose = (_C.channel == channel) & (_C.by == by) & (_C.at < before)
        if among is not None:
            whose &= _C.ts.in_(sorted(among))
        await self._erase(whose & exists().where(same & edited))

    async def of(self, channel: ChannelId) -> Sequence[Heard]:
        return await self._all(_C.channel == channel)

    async def about(self, channel: ChannelId, among: Collection[MessageTs]) -> Sequence[Heard]:
        return await self._all((_C.channel == channel) & _C.ts.in_(sorted(among)))

    async def marked(self, channel: ChannelId, among: Collection[MessageTs]) -> set[MessageTs]:
        marks = _C.kind.in_([HeardKind.REACTION.value, HeardKind.PIN.value])
        whose = (_C.channel == channel) & _C.ts.in_(sorted(among)) & marks
        found = await self._connection.scalars(select(_C.ts).where(whose).distinct())
        return set(found)

    async def between(
        self, channel: ChannelId, oldest: MessageTs, before: MessageTs | None
    ) -> Sequence[Heard]:
        """Ids are times, written alike: they compare as texts."""
        here = (_C.channel == channel) & (_C.ts >= oldest)
        within = here & (_C.ts < before) if before else here
        elsewhere = select(_C.ts).where(within, *_IS_REPLY, ~_C.broadcast)
        return await self._all(within & _C.ts.not_in(elsewhere))

    async def threads(
        self, channel: ChannelId, roots: Collection[MessageTs]
    ) -> Mapping[MessageTs, tuple[int, MessageTs | None]]:
        gone = select(_C.ts).where(_C.channel == channel, _C.kind == HeardKind.DELETED.value)
        counted = (
            select(_C.thread, func.count(_C.ts.distinct()), func.max(_C.ts))
            .where(_C.channel == channel, _C.thread.in_(sorted(roots)), *_IS_REPLY)
            .where(_C.ts.not_in(gone))
            .group_by(_C.thread)
        )
        found = {
            root: (count, last) for root, count, last in await self._connection.execute(counted)
        }
        return {root: found.get(root, (0, None)) for root in roots}

    async def replies(self, channel: ChannelId, roots: Collection[MessageTs]) -> Sequence[Heard]:
        here = (_C.channel == channel) & _C.thread.in_(sorted(roots))
        of_them = select(_C.ts).where(here, *_IS_REPLY)
        return await self._all((_C.channel == channel) & _C.ts.in_(of_them))

    async def roots(
        self, channel: ChannelId, before: MessageTs | None, limit: int
    ) -> Sequence[MessageTs]:
        found = select(_C.thread).where(_C.channel == channel, *_IS_REPLY)
        if before:
            found = found.where(_C.thread < before)
        newest = found.distinct().order_by(_C.thread.desc()).limit(limit)
        return [MessageTs(str(ts)) for ts in await self._connection.scalars(newest)]

    async def earliest(self, channel: ChannelId, limit: int) -> Sequence[Heard]:
        ordered = _IN_ORDER.where(_C.channel == channel).limit(limit)
        return [value_of(Heard, row) for row in await self._connection.execute(ordered)]

    async def said(self, channel: ChannelId) -> Sequence[Said]:
        here = (_C.channel == channel) & (_C.kind == HeardKind.POSTED.value)
        gone = select(_C.ts).where(_C.channel == channel, _C.kind == HeardKind.DELETED.value)
        wanted = select(_C.ts, _C.by, _C.thread).where(here, _C.ts.not_in(gone)).order_by(_C.ts)
        rows = await self._connection.execute(wanted)
        return [Said(MessageTs(ts), by, thread) for ts, by, thread in rows]

    async def last_heard(self, channel: ChannelId, before: datetime) -> datetime | None:
        heard = select(func.max(_C.heard_at)).where(_C.channel == channel, _C.heard_at < before)
        at: datetime | None = await self._connection.scalar(heard)
        return at

    async def moved(self, before: ChannelId, after: ChannelId) -> None:
        """Slack gave the channel another id; ids of messages stay."""
        statement = update(_HEARD).where(_C.channel == before).values(channel=after)
        await self._connection.execute(statement)

    async def _erase(self, whose: ColumnElement[bool]) -> bool:
        there = whose & _C.content.is_not(None)
        erased = update(_HEARD).where(there).values(content=None)
        return bool((await self._connection.execute(erased)).rowcount)

    async def _all(self, condition: ColumnElement[bool]) -> Sequence[Heard]:
        rows = await self._connection.execute(_IN_ORDER.where(condition))
        found: list[Heard] = []
        for part in rows.partitions(AT_ONCE):
            found += [value_of(Heard, row) for row in part]
            await asyncio.sleep(0)  # a long channel keeps nobody waiting
        return found


def deleted_among(channel: ChannelId, among: Sequence[MessageTs]) -> Select[tuple[str]]:
    """The ts of those of them that were deleted."""
    return select(_C.ts).where(
        _C.channel == channel, _C.ts.in_(among), _C.kind == HeardKind.DELETED.value
    )
