"""How Home tabs are remembered, and whether anything has changed that they may show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.incident.home import Home
from bot.incident.ids import UserId
from bot.storage.columns import table
from bot.storage.incidents import INCIDENT
from bot.storage.rows import columns, maybe, put, value_of
from bot.storage.tables import HomeRow, MemberRow

_HOME = table(HomeRow)
_MEMBER = table(MemberRow)
_C = _HOME.c
_OPENED_SINCE = (
    select(_HOME).where(_C.opened_at >= bindparam("since")).order_by(_C.opened_at.desc(), _C.person)
)
_VERSIONS = select(func.count(), func.sum(INCIDENT.c.version)).select_from(INCIDENT)
_MEMBERS = select(func.count(), func.max(_MEMBER.c.seen_at)).where(_MEMBER.c.present)


class StoredHomes:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, user: UserId) -> Home | None:
        result = await self._connection.execute(select(_HOME).where(_C.person == user))
        return maybe(Home, result.one_or_none())

    async def put(self, home: Home) -> None:
        await put(self._connection, _HOME, [columns(home)])

    async def drawn(self, home: Home, digest: str) -> None:
        """Unless this person has done something since that revision was read."""
        same = (_C.person == home.person) & (_C.revision == home.revision)
        await self._connection.execute(update(_HOME).where(same).values(shown=digest))

    async def remove(self, user: UserId) -> None:
        await self._connection.execute(delete(_HOME).where(_C.person == user))

    async def opened_since(self, since: datetime) -> Sequence[Home]:
        rows = await self._connection.execute(_OPENED_SINCE, {"since": since})
        return [value_of(Home, row) for row in rows]

    async def pulse(self) -> str:
        """Another text whenever something has changed that some Home tab may show."""
        one = (await self._connection.execute(_VERSIONS)).one()
        two = (await self._connection.execute(_MEMBERS)).one()
        return f"{one} {two}"
