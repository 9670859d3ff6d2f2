"""How intents are remembered: what somebody wanted once happens once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.columns import table
from bot.storage.rows import checked, insert_into
from bot.storage.tables import IntentRow

_INTENT = table(IntentRow)
_C = _INTENT.c
_SETTLED = update(_INTENT).where(_C.key == bindparam("wanted"))
_OUTCOME = select(_C.outcome).where(_C.key == bindparam("wanted"))


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
        await self._connection.execute(_SETTLED, row | {"wanted": key})

    async def outcome(self, key: str) -> str | None:
        found: str | None = await self._connection.scalar(_OUTCOME, {"wanted": key})
        return found
