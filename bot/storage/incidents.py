"""How incidents are remembered: their numbers, their state, and when to look at them again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, UnaryExpression, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.incident.errors import NoSuchIncident
from bot.incident.ids import ChannelId, IncidentId, UserId
from bot.incident.incident import Incident
from bot.incident.lifecycle import OPEN, Status
from bot.incident.repeats import Sighting, labels_of
from bot.storage.columns import table
from bot.storage.rows import columns, insert_into, maybe, value_of
from bot.storage.tables import CounterRow, IncidentRow

INCIDENT = table(IncidentRow)
_C = INCIDENT.c
_COUNTER = table(CounterRow)
_NUMBER = "incident"
_NEWEST_FIRST = _C.number.desc()
_IS_OPEN = _C.status.in_(sorted(OPEN))
_CALLED_OFF = sorted({Status.CANCELLED, Status.MERGED})
_SEEN = (_C.number, _C.title, _C.service, _C.declared_at.label("at"), _C.alerts)
MOST_SEEN = 2000
"""So many of the newest are compared with a new one."""
_IS_OURS = _C.imported_from.is_(None)
_AS_READ = update(INCIDENT).where(
    _C.id == bindparam("read_id"), _C.version == bindparam("read_version")
)
"""Values are given beside the statements, so that each is built and compiled once."""
_ADDED = insert(INCIDENT)
_OF_ID = select(INCIDENT).where(_C.id == bindparam("wanted"))
_OF_ID_HELD = _OF_ID.with_for_update()
_IN_CHANNEL = select(INCIDENT).where(_C.channel == bindparam("wanted"))
_OPEN_COUNT = (
    select(_C.severity, _C.private, func.count())
    .where(_IS_OPEN, _IS_OURS)
    .group_by(_C.severity, _C.private)
)
_OWNERS = select(_C.channel, _C.id).where(_C.channel.in_(bindparam("channels", expanding=True)))
_VERSION = select(_C.version).where(_C.id == bindparam("wanted"))
_VERSION_HELD = _VERSION.with_for_update()
_DUE = select(_C.id, _C.wake_at).where(_C.wake_at <= bindparam("now")).order_by(_C.wake_at)
_WAKE = select(func.min(_C.wake_at))
_WAKE_AFTER = _WAKE.where(_C.wake_at > bindparam("after"))
HISTORY_DUE = select(INCIDENT).where(_C.history_due, _IS_OURS).order_by(_NEWEST_FIRST)


class ChangedMeanwhile(RuntimeError):
    """The incident is no longer what was read: read it again and decide again."""

    def __init__(self, incident: Incident) -> None:
        super().__init__(f"{incident.reference} is past version {incident.version} by now")


class StoredIncidents:
    def __init__(self, connection: AsyncConnection, *, hold: bool) -> None:
        """`hold`: what is read one by one is kept from others until the transaction ends."""
        self._connection = connection
        self._hold = hold

    async def next_number(self) -> int:
        statement = insert_into(self._connection, _COUNTER).values(name=_NUMBER, value=1)
        one_more = statement.on_conflict_do_update(
            index_elements=[_COUNTER.c.name], set_={"value": _COUNTER.c.value + 1}
        )
        result = await self._connection.execute(one_more.returning(_COUNTER.c.value))
        return int(result.scalar_one())

    async def number_given(self, number: int) -> None:
        statement = insert_into(self._connection, _COUNTER).values(name=_NUMBER, value=number)
        later = statement.on_conflict_do_update(
            index_elements=[_COUNTER.c.name],
            set_={"value": statement.excluded.value},
            where=_COUNTER.c.value < statement.excluded.value,
        )
        await self._connection.execute(later)

    async def get(self, incident: IncidentId) -> Incident:
        wanted = _OF_ID_HELD if self._hold else _OF_ID
        result = await self._connection.execute(wanted, {"wanted": incident})
        found = maybe(Incident, result.one_or_none())
        if found is None:
            raise NoSuchIncident(incident)
        return found

    async def numbered(self, number: int) -> Incident | None:
        return await self._one(_C.number == number)

    async def in_channel(self, channel: ChannelId) -> Incident | None:
        result = await self._connection.execute(_IN_CHANNEL, {"wanted": channel})
        return maybe(Incident, result.one_or_none())

    async def owners(self, channels: Collection[ChannelId]) -> Mapping[ChannelId, IncidentId]:
        rows = await self._connection.execute(_OWNERS, {"channels": sorted(channels)})
        return {ChannelId(channel): IncidentId(id) for channel, id in rows}

    async def still_open(self) -> Sequence[Incident]:
        return await self._all(_IS_OPEN & _IS_OURS, order=_NEWEST_FIRST)

    async def history_due(self) -> Sequence[Incident]:
        return [value_of(Incident, row) for row in await self._connection.execute(HISTORY_DUE)]

    async def by(self, user: UserId, since: datetime) -> Sequence[Incident]:
        mine = (_C.declared_by == user) & (_C.declared_at >= since)
        return await self._all(mine, order=_NEWEST_FIRST)

    async def seen_since(self, since: datetime, *, drills: bool) -> Sequence[Sighting]:
        seen = (~_C.private) & (_C.drill == drills) & _C.status.not_in(_CALLED_OFF)
        newest = select(*_SEEN).where(_C.declared_at >= since, seen).order_by(_NEWEST_FIRST)
        rows = await self._connection.execute(newest.limit(MOST_SEEN))
        return [_sighting(row._asdict()) for row in rows]

    async def public(self, numbers: Collection[int]) -> Sequence[Incident]:
        wanted = _C.number.in_(sorted(numbers)) & ~_C.private
        return await self._all(wanted, order=_NEWEST_FIRST)

    async def open_count(self) -> tuple[Mapping[str, int], int]:
        rows = (await self._connection.execute(_OPEN_COUNT)).all()
        public = {severity: count for severity, private, count in rows if not private}
        return public, sum(count for _, private, count in rows if private)

    async def severities_in_use(self) -> dict[str, list[int]]:
        statement = select(_C.severity, _C.number).where(_IS_OPEN).order_by(_C.number)
        used: dict[str, list[int]] = {}
        for severity, number in await self._connection.execute(statement):
            used.setdefault(severity, []).append(number)
        return used

    async def add(self, incident: Incident) -> None:
        await self._connection.execute(_ADDED, columns(incident))

    async def save(self, incident: Incident) -> Incident:
        later = incident.model_copy(update={"version": incident.version + 1})
        result = await self._connection.execute(_AS_READ, columns(later) | _as_read(incident))
        if result.rowcount == 0:
            raise ChangedMeanwhile(incident)
        return later

    async def is_still(self, incident: Incident) -> bool:
        newest = _VERSION_HELD if self._hold else _VERSION
        version = await self._connection.scalar(newest, {"wanted": incident.id})
        return version == incident.version

    async def due(self, now: datetime) -> Sequence[tuple[IncidentId, datetime]]:
        rows = await self._connection.execute(_DUE, {"now": now})
        return [(IncidentId(id), at) for id, at in rows]

    async def next_wake(self, after: datetime | None = None) -> datetime | None:
        if after is None:
            earliest: datetime | None = await self._connection.scalar(_WAKE)
        else:
            earliest = await self._connection.scalar(_WAKE_AFTER, {"after": after})
        return earliest

    async def sleep_until(self, incident: Incident, wake_at: datetime | None) -> None:
        await self._connection.execute(_AS_READ, {"wake_at": wake_at} | _as_read(incident))

    async def _one(self, condition: ColumnElement[bool]) -> Incident | None:
        result = await self._connection.execute(select(INCIDENT).where(condition))
        return maybe(Incident, result.one_or_none())

    async def _all(
        self, condition: ColumnElement[bool], *, order: UnaryExpression[Any]
    ) -> Sequence[Incident]:
        rows = await self._connection.execute(select(INCIDENT).where(condition).order_by(order))
        return [value_of(Incident, row) for row in rows]


def _sighting(row: dict[str, Any]) -> Sighting:
    alerts = row.pop("alerts")
    fingerprints = frozenset(one.id for one in alerts.linked)
    return Sighting(**row, fingerprints=fingerprints, labels=labels_of(alerts))


def _as_read(incident: Incident) -> dict[str, Any]:
    return {"read_id": incident.id, "read_version": incident.version}
