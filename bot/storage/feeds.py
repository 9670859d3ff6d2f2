"""How what was read of schedules is remembered, and who the people in them are."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.incident.on_call import Feed, Match
from bot.storage.columns import table
from bot.storage.rows import columns, maybe, put, value_of
from bot.storage.tables import FeedRow, MatchRow

_FEED = table(FeedRow)
_MATCH = table(MatchRow)


class StoredFeeds:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, schedule: str) -> Feed | None:
        result = await self._connection.execute(select(_FEED).where(_FEED.c.schedule == schedule))
        return maybe(Feed, result.one_or_none())

    async def put(self, feed: Feed) -> None:
        await put(self._connection, _FEED, [columns(feed)])

    async def matches(self, emails: Collection[str]) -> dict[str, Match]:
        rows = await self._connection.execute(
            select(_MATCH).where(_MATCH.c.email.in_(sorted(emails)))
        )
        return {row.email: value_of(Match, row) for row in rows}

    async def put_match(self, match: Match) -> None:
        await put(self._connection, _MATCH, [columns(match)])
