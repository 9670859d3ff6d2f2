"""How subscriptions are remembered."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.subscription import Subscription, topics_of
from bot.storage.columns import table
from bot.storage.rows import columns, put, value_of
from bot.storage.tables import SubscriptionRow

_SUBSCRIPTION = table(SubscriptionRow)
_C = _SUBSCRIPTION.c
_ORDER = (_C.since, _C.person, _C.topic)
_TO = select(_SUBSCRIPTION).where(_C.topic.in_(bindparam("topics", expanding=True)))
_TO = _TO.order_by(*_ORDER)


class StoredSubscriptions:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, incident: Incident) -> Sequence[Subscription]:
        rows = await self._connection.execute(_TO, {"topics": topics_of(incident)})
        return [value_of(Subscription, row) for row in rows]

    async def by(self, person: UserId) -> Sequence[Subscription]:
        return await self._all(_C.person == person)

    async def put(self, subscription: Subscription) -> None:
        await put(self._connection, _SUBSCRIPTION, [columns(subscription)])

    async def remove(self, person: UserId, topic: str) -> bool:
        gone = delete(_SUBSCRIPTION).where(_C.person == person, _C.topic == topic)
        return (await self._connection.execute(gone)).rowcount > 0

    async def _all(self, condition: ColumnElement[bool]) -> Sequence[Subscription]:
        wanted = select(_SUBSCRIPTION).where(condition).order_by(*_ORDER)
        return [value_of(Subscription, row) for row in await self._connection.execute(wanted)]
