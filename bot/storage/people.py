"""How people are remembered: the directory's memory, and who is in which incident's channel."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.incident.ids import GroupId, IncidentId, UserId
from bot.incident.person import Person, UserGroup
from bot.storage.columns import table
from bot.storage.rows import columns, maybe, put, value_of
from bot.storage.tables import MemberRow, PersonRow, UserGroupRow

_PERSON = table(PersonRow)
_GROUP = table(UserGroupRow)
_MEMBER = table(MemberRow)
_OF_ID = select(_PERSON).where(_PERSON.c.id == bindparam("wanted"))
_THERE = select(_MEMBER.c.person).where(
    _MEMBER.c.incident == bindparam("wanted"), _MEMBER.c.present
)
_SPOKE = update(_MEMBER).where(
    _MEMBER.c.incident == bindparam("there"),
    _MEMBER.c.person == bindparam("who"),
    _MEMBER.c.spoke_at.is_(None) | (_MEMBER.c.spoke_at < bindparam("at")),
)
_SPOKE = _SPOKE.values(spoke_at=bindparam("at"))


class StoredPeople:
    """What was read later wins, in whatever order it arrives."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, user: UserId) -> Person | None:
        result = await self._connection.execute(_OF_ID, {"wanted": user})
        return maybe(Person, result.one_or_none())

    async def everybody(self) -> list[Person]:
        result = await self._connection.execute(select(_PERSON))
        return [value_of(Person, row) for row in result]

    async def put(self, people: Iterable[Person]) -> None:
        rows = [columns(person) for person in people]
        await put(self._connection, _PERSON, rows, unless_older="known_at")

    async def group(self, group: GroupId) -> UserGroup | None:
        result = await self._connection.execute(select(_GROUP).where(_GROUP.c.id == group))
        return maybe(UserGroup, result.one_or_none())

    async def group_named(self, handle: str) -> UserGroup | None:
        found = (_GROUP.c.handle == handle) & ~_GROUP.c.deactivated
        result = await self._connection.execute(select(_GROUP).where(found).limit(1))
        return maybe(UserGroup, result.one_or_none())

    async def put_groups(self, groups: Iterable[UserGroup]) -> None:
        rows = [columns(group) for group in groups]
        await put(self._connection, _GROUP, rows, unless_older="known_at")

    async def oldest(self) -> datetime | None:
        tables = (_PERSON, _GROUP)
        times = [
            await self._connection.scalar(select(func.min(each.c.known_at))) for each in tables
        ]
        return min((time for time in times if time is not None), default=None)


class StoredMembers:
    """What happened later wins, in whatever order it is heard of."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def joined(self, incident: IncidentId, user: UserId, at: datetime) -> None:
        await self._saw(incident, user, at, present=True)

    async def left(self, incident: IncidentId, user: UserId, at: datetime) -> None:
        await self._saw(incident, user, at, present=False)

    async def of(self, incident: IncidentId) -> frozenset[UserId]:
        there = await self._connection.scalars(_THERE, {"wanted": incident})
        return frozenset(UserId(person) for person in there)

    async def incidents_of(self, user: UserId) -> frozenset[IncidentId]:
        there = await self._present(_MEMBER.c.incident, _MEMBER.c.person == user)
        return frozenset(IncidentId(incident) for incident in there)

    async def spoke(self, incident: IncidentId, user: UserId, at: datetime) -> None:
        """Only of somebody who is known to have come in; later words win."""
        await self._connection.execute(_SPOKE, {"there": incident, "who": user, "at": at})

    async def spoken(self, incident: IncidentId) -> frozenset[UserId]:
        heard = (_MEMBER.c.incident == incident) & _MEMBER.c.spoke_at.is_not(None)
        return frozenset(map(UserId, await self._present(_MEMBER.c.person, heard)))

    async def last_spoke(self, incident: IncidentId, user: UserId) -> datetime | None:
        whose = (_MEMBER.c.incident == incident) & (_MEMBER.c.person == user)
        at: datetime | None = await self._connection.scalar(select(_MEMBER.c.spoke_at).where(whose))
        return at

    async def _saw(
        self, incident: IncidentId, user: UserId, at: datetime, *, present: bool
    ) -> None:
        row = {"incident": incident, "person": user, "present": present, "seen_at": at}
        await put(self._connection, _MEMBER, [row], unless_older="seen_at")

    async def _present(
        self, column: ColumnElement[Any], condition: ColumnElement[bool]
    ) -> Iterable[str]:
        statement = select(column).where(condition, _MEMBER.c.present)
        return await self._connection.scalars(statement)
