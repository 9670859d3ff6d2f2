"""How effects are remembered: what the world shall show, and how far that has got."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.incident.effect import UNDONE, Effect, EffectState
from bot.incident.ids import IncidentId, SuggestionId
from bot.incident.incident import Incident
from bot.response.effect_ports import Backlog
from bot.storage.columns import table
from bot.storage.incidents import INCIDENT
from bot.storage.rows import columns, maybe, put, value_of
from bot.storage.tables import EffectRow

_EFFECT = table(EffectRow)
_C = _EFFECT.c
_OF_ID = select(_EFFECT).where(_C.id == bindparam("wanted_id"))
_SINCE = func.min(func.coalesce(_C.first_attempt_at, INCIDENT.c.declared_at))
_BACKLOG = (
    select(_C.state, func.count(), _SINCE)
    .join(INCIDENT, INCIDENT.c.id == _C.incident)
    .where(_C.state.in_(sorted(UNDONE)))
    .group_by(_C.state)
)
_KEPT = update(_EFFECT).where(_C.id == bindparam("read_id"))
_OF_IT = select(_EFFECT).where(_C.incident == bindparam("about")).order_by(_C.key)
_OF_IT_KEYED = _OF_IT.where(_C.key.in_(bindparam("keys", expanding=True)))


class StoredEffects:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(
        self, about: IncidentId | SuggestionId, keys: Collection[str] | None = None
    ) -> Sequence[Effect]:
        if keys is None:
            rows = await self._connection.execute(_OF_IT, {"about": about})
        else:
            these = {"about": about, "keys": sorted(keys)}
            rows = await self._connection.execute(_OF_IT_KEYED, these)
        return [value_of(Effect, row) for row in rows]

    async def marked(self, mark: str) -> Effect | None:
        """None also for a mark of an earlier generation: that message no longer counts."""
        id, _, _ = mark.rpartition(".")
        result = await self._connection.execute(_OF_ID, {"wanted_id": id})
        found = maybe(Effect, result.one_or_none())
        return found if found is not None and found.mark == mark else None

    async def put(self, *effects: Effect) -> None:
        await put(self._connection, _EFFECT, [columns(effect) for effect in effects])

    async def keep(self, *effects: Effect) -> None:
        await self._connection.execute(_KEPT, [_kept(effect) for effect in effects])

    async def describe(self, effect: Effect) -> None:
        row = {"detail": effect.detail, "read_id": effect.id}
        await self._connection.execute(_KEPT, row)

    async def undone(self) -> Sequence[tuple[Incident, Effect]]:
        """Oldest incident first."""
        waiting = select(_EFFECT).where(_C.state.in_(sorted(UNDONE))).order_by(_C.key)
        effects = [value_of(Effect, row) for row in await self._connection.execute(waiting)]
        whose = select(INCIDENT).where(INCIDENT.c.id.in_({effect.incident for effect in effects}))
        rows = await self._connection.execute(whose)
        incidents = {str(row.id): value_of(Incident, row) for row in rows}
        pairs = [(incidents[str(effect.incident)], effect) for effect in effects]
        return sorted(pairs, key=lambda pair: pair[0].number)

    async def backlog(self) -> Backlog:
        rows = (await self._connection.execute(_BACKLOG)).all()
        failed = sum(count for state, count, _ in rows if state is EffectState.FAILED)
        pending = [
            (count, since) for state, count, since in rows if state is not EffectState.FAILED
        ]
        oldest = min((since for _, since in pending), default=None)
        return Backlog(sum(count for count, _ in pending), failed, oldest)


def _kept(effect: Effect) -> dict[str, Any]:
    row = {name: value for name, value in columns(effect).items() if name != "detail"}
    return row | {"read_id": effect.id}
