"""How intents are remembered: what somebody wanted once happens once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.columns import table
from bot.storage.rows import checked, insert_into
from bot.storage.tables import IntentRow

_INTENT = table(IntentRow)
_C = _INTENT.c


class StoredIntents:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def claim(self, key: str, now: datetime) -> bool:
        row = checked({"key": key, "claimed_at": now})
        statement = insert_into(self._connection, _INTENT).values(row)
        first = statement.on_conflict_do_nothing().returning(_C.key)
        return await self._connection.scalar(first) is not None

    async def settle(self, key: str, outcome: str) -> None:
        row = checked({"outcome": outcome})
        await self._connection.execute(update(_INTENT).where(_C.key == key).values(row))

    async def outcome(self, key: str) -> str | None:
        statement = select(_C.outcome).where(_C.key == key)
        found: str | None = await self._connection.scalar(statement)
        return found
