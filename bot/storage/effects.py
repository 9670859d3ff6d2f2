"""How effects are remembered: what the world shall show, and how far that has got."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.incident.effect import UNDONE, Effect
from bot.incident.ids import IncidentId, SuggestionId
from bot.incident.incident import Incident
from bot.storage.columns import table
from bot.storage.incidents import INCIDENT
from bot.storage.rows import columns, maybe, put, value_of
from bot.storage.tables import EffectRow

_EFFECT = table(EffectRow)
_C = _EFFECT.c
_OF_ID = update(_EFFECT).where(_C.id == bindparam("read_id"))


class StoredEffects:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, about: IncidentId | SuggestionId) -> Sequence[Effect]:
        statement = select(_EFFECT).where(_C.incident == about).order_by(_C.key)
        return [value_of(Effect, row) for row in await self._connection.execute(statement)]

    async def marked(self, mark: str) -> Effect | None:
        """None also for a mark of an earlier generation: that message no longer counts."""
        id, _, _ = mark.rpartition(".")
        result = await self._connection.execute(select(_EFFECT).where(_C.id == id))
        found = maybe(Effect, result.one_or_none())
        return found if found is not None and found.mark == mark else None

    async def put(self, effect: Effect) -> None:
        await put(self._connection, _EFFECT, [columns(effect)])

    async def keep(self, effect: Effect) -> None:
        row = {name: value for name, value in columns(effect).items() if name != "detail"}
        await self._connection.execute(_OF_ID, row | {"read_id": effect.id})

    async def describe(self, effect: Effect) -> None:
        row = {"detail": effect.detail, "read_id": effect.id}
        await self._connection.execute(_OF_ID, row)

    async def undone(self) -> Sequence[tuple[Incident, Effect]]:
        """Oldest incident first."""
        waiting = select(_EFFECT).where(_C.state.in_(sorted(UNDONE))).order_by(_C.key)
        effects = [value_of(Effect, row) for row in await self._connection.execute(waiting)]
        whose = select(INCIDENT).where(INCIDENT.c.id.in_({effect.incident for effect in effects}))
        rows = await self._connection.execute(whose)
        incidents = {str(row.id): value_of(Incident, row) for row in rows}
        pairs = [(incidents[str(effect.incident)], effect) for effect in effects]
        return sorted(pairs, key=lambda pair: pair[0].number)
