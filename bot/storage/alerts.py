"""How alerts are remembered: what is known of each, which deliveries came, and what was changed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, bindparam, delete, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.incident.alert import ChangeEvent
from bot.incident.ids import ChannelId, IncidentId
from bot.incident.kept_alert import AlertId, KeptAlert
from bot.storage.alert_tables import AlertChangeRow, AlertDeliveryRow, AlertRow
from bot.storage.columns import table
from bot.storage.rows import checked, columns, insert_into, put, value_of

_ALERT = table(AlertRow)
_C = _ALERT.c
_DELIVERY = table(AlertDeliveryRow)
_CHANGE = table(AlertChangeRow)
TURN = text("SELECT pg_advisory_xact_lock(7319024811)")
"""Only one transaction at a time changes alerts and what is suggested of them: two would lose each
other's words, and wait for each other's rows for ever.
"""
_COUNT = {
    dialect: text(
        f"""
        UPDATE alert SET repeats = repeats + CAST({times} AS INTEGER), heard_at = :at
        FROM json_each({told}) AS told WHERE dedup_key = told.key AND again = {digest}
        RETURNING dedup_key
        """  # noqa: S608 - nothing in it comes from outside
    ).bindparams(bindparam("at", type_=_C.heard_at.type))
    for dialect, told, digest, times in (
        ("sqlite", ":repeats", *(f"json_extract(told.value, '$[{n}]')" for n in (0, 1))),
        ("postgresql", "CAST(:repeats AS json)", "told.value ->> 0", "told.value ->> 1"),
    )
}
"""In a storm most of what comes is this: one statement for all, whatever else a row holds."""
AT_ONCE = 500
"""Neither database takes any number of values with a statement."""

Item = TypeVar("Item")


class StoredAlerts:
    def __init__(self, connection: AsyncConnection, *, hold: bool) -> None:
        """`hold`: what is read is kept from other writers until the transaction ends."""
        self._connection = connection
        self._waits = hold and connection.dialect.name == "postgresql"

    async def get(self, alert: AlertId) -> KeptAlert | None:
        found = await self._all(_C.id == alert)
        return found[0] if found else None

    async def told_with(
        self, keys: Collection[str], *, copied: Collection[str] = ()
    ) -> Sequence[KeptAlert]:
        found: dict[AlertId, KeptAlert] = {}
        for column, named in ((_C.dedup_key, keys), (_C.copy_key, copied)):
            for some in _parts(sorted(named)):
                found |= {one.id: one for one in await self._all(column.in_(some))}
        return list(found.values())

    async def told_by(self, channel: ChannelId, ts: str) -> Sequence[KeptAlert]:
        return await self._all((_C.channel == channel) & (_C.ts == ts))

    async def of(self, incident: IncidentId) -> Sequence[KeptAlert]:
        found = await self._all(_C.incident == incident)
        return sorted(found, key=lambda one: (one.known.first_heard_at, one.id))

    async def firing(self) -> Sequence[KeptAlert]:
        return await self._all(_C.firing)

    async def latest(
        self, limit: int, *, offset: int = 0, firing: bool = False
    ) -> Sequence[KeptAlert]:
        ordered = select(_ALERT).order_by(_C.heard_at.desc(), _C.id).limit(limit).offset(offset)
        rows = await self._connection.execute(ordered.where(_C.firing) if firing else ordered)
        return [_value(row) for row in rows]

    async def put(self, alerts: Sequence[KeptAlert]) -> None:
        await put(self._connection, _ALERT, [_row(one) for one in alerts])

    async def count(self, repeats: Mapping[str, tuple[str, int]], at: datetime) -> set[str]:
        if not repeats:
            return set()
        await self._take_turn()
        told = {"repeats": json.dumps(repeats), "at": at}
        counted = _COUNT[self._connection.dialect.name]
        return {key for (key,) in await self._connection.execute(counted, told)}

    async def repeated(self, limit: int) -> Sequence[KeptAlert]:
        await self._take_turn()
        some = select(_ALERT).where(_C.repeats > text("0")).order_by(_C.heard_at).limit(limit)
        return [_value(row) for row in await self._connection.execute(some)]

    async def claim(
        self, deliveries: Collection[tuple[str, str]], at: datetime
    ) -> set[tuple[str, str]]:
        found: set[tuple[str, str]] = set()
        for some in _parts(sorted(deliveries)):
            rows = [checked({"source": source, "id": id, "heard_at": at}) for source, id in some]
            statement = insert_into(self._connection, _DELIVERY).values(rows)
            fresh = statement.on_conflict_do_nothing().returning(_DELIVERY.c.source, _DELIVERY.c.id)
            found |= {(source, id) for source, id in await self._connection.execute(fresh)}
        return found

    async def forget_deliveries(self, before: datetime) -> None:
        await self._connection.execute(delete(_DELIVERY).where(_DELIVERY.c.heard_at < before))

    async def add_changes(self, changes: Sequence[ChangeEvent], heard_at: datetime) -> None:
        rows = [{"at": min(one.at or heard_at, heard_at), "change": one} for one in changes]
        if rows:
            await self._connection.execute(insert(_CHANGE), rows)

    async def changes(self, since: datetime, until: datetime) -> Sequence[ChangeEvent]:
        c = _CHANGE.c
        within = select(c.change).where(c.at >= since, c.at <= until).order_by(c.at, c.id)
        return list(await self._connection.scalars(within))

    async def moved(self, before: ChannelId, after: ChannelId) -> None:
        statement = update(_ALERT).where(_C.channel == before).values(channel=after)
        await self._connection.execute(statement)

    async def _all(self, condition: ColumnElement[bool]) -> list[KeptAlert]:
        await self._take_turn()
        rows = await self._connection.execute(select(_ALERT).where(condition))
        return [_value(row) for row in rows]

    async def _take_turn(self) -> None:
        if self._waits:
            await self._connection.execute(TURN)
            self._waits = False


def _row(alert: KeptAlert) -> dict[str, Any]:
    known = alert.known
    found_by = {"firing": known.alert.is_firing, "heard_at": known.heard_at}
    return columns(alert) | found_by | {"repeats": 0}


def _value(row: Row[Any]) -> KeptAlert:
    kept = value_of(KeptAlert, row)
    if not row.repeats:
        return kept
    return kept.model_copy(update={"known": kept.known.repeated(row.repeats, row.heard_at)})


def _parts(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    yield from (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))
