"""How suggestions are remembered, when to look at them again, and what they want of the world."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.incident.effect import UNDONE, Effect
from bot.incident.ids import ChannelId, IncidentId, MessageTs, SuggestionId
from bot.incident.suggestion import Suggestion, SuggestionState
from bot.storage.alerts import TURN
from bot.storage.columns import table
from bot.storage.rows import columns, put, value_of
from bot.storage.suggestion_tables import SuggestionEffectRow, SuggestionRow

_SUGGESTION = table(SuggestionRow)
_C = _SUGGESTION.c
_EFFECT = table(SuggestionEffectRow)
_E = _EFFECT.c
_DUE = select(_C.id).where(_C.wake_at <= bindparam("now")).order_by(_C.wake_at)
_NEXT_WAKE = select(func.min(_C.wake_at))
_EFFECT_OF_ID = select(_EFFECT).where(_E.id == bindparam("wanted"))


class StoredSuggestions:
    def __init__(self, connection: AsyncConnection, *, hold: bool) -> None:
        self._connection = connection
        self._hold = hold
        self._waits = hold and connection.dialect.name == "postgresql"

    async def get(self, suggestion: SuggestionId) -> Suggestion | None:
        found = await self._all(_C.id == suggestion)
        return found[0] if found else None

    async def about(self, channel: ChannelId, ts: MessageTs) -> Sequence[Suggestion]:
        return (await self._all((_C.channel == channel) & (_C.ts == ts)))[::-1]

    async def current(self, since: datetime) -> Sequence[Suggestion]:
        waiting = _C.state == SuggestionState.WAITING.value
        return await self._all(waiting | (_C.opened_at >= since))

    async def of(self, incident: IncidentId) -> Sequence[Suggestion]:
        return await self._all(_C.incident == incident)

    async def put(self, suggestion: Suggestion) -> Suggestion:
        later = suggestion.model_copy(update={"version": suggestion.version + 1})
        await put(self._connection, _SUGGESTION, [columns(later)])
        return later

    async def due(self, now: datetime) -> Sequence[SuggestionId]:
        return [SuggestionId(id) for id in await self._connection.scalars(_DUE, {"now": now})]

    async def next_wake(self) -> datetime | None:
        earliest: datetime | None = await self._connection.scalar(_NEXT_WAKE)
        return earliest

    async def sleep_until(self, suggestion: Suggestion, wake_at: datetime | None) -> None:
        same = (_C.id == suggestion.id) & (_C.version == suggestion.version)
        await self._connection.execute(update(_SUGGESTION).where(same).values(wake_at=wake_at))

    async def moved(self, before: ChannelId, after: ChannelId) -> None:
        for suggestion in await self._all(_C.channel == before):
            source = suggestion.source
            moved = source and source.model_copy(update={"channel": after})
            change = {"channel": after, "source": moved}
            await self.put(suggestion.model_copy(update=change))

    async def _all(self, condition: ColumnElement[bool]) -> list[Suggestion]:
        if self._waits:
            await self._connection.execute(TURN)
            self._waits = False
        wanted = select(_SUGGESTION).where(condition).order_by(_C.opened_at, _C.id)
        rows = await self._connection.execute(wanted.with_for_update() if self._hold else wanted)
        return [value_of(Suggestion, row) for row in rows]


class StoredSuggestionEffects:
    """As the effects of incidents are; their `incident` is a suggestion here."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(
        self, about: IncidentId | SuggestionId, keys: Collection[str] | None = None
    ) -> Sequence[Effect]:
        of_it = _E.suggestion == about
        return await self._all(of_it if keys is None else of_it & _E.key.in_(sorted(keys)))

    async def marked(self, mark: str) -> Effect | None:
        id, _, _ = mark.rpartition(".")
        row = (await self._connection.execute(_EFFECT_OF_ID, {"wanted": id})).one_or_none()
        found = Effect.model_validate(_value(row)) if row is not None else None
        return found if found is not None and found.mark == mark else None

    async def put(self, *effects: Effect) -> None:
        await put(self._connection, _EFFECT, [_row(effect) for effect in effects])

    async def keep(self, *effects: Effect) -> None:
        for effect in effects:
            row = {name: value for name, value in _row(effect).items() if name != "detail"}
            await self._connection.execute(update(_EFFECT).where(_E.id == effect.id).values(row))

    async def describe(self, effect: Effect) -> None:
        statement = update(_EFFECT).where(_E.id == effect.id).values(detail=effect.detail)
        await self._connection.execute(statement)

    async def undone(self) -> Sequence[Effect]:
        return await self._all(_E.state.in_(sorted(UNDONE)))

    async def _all(self, condition: ColumnElement[bool]) -> list[Effect]:
        rows = await self._connection.execute(select(_EFFECT).where(condition).order_by(_E.key))
        return [Effect.model_validate(_value(row)) for row in rows]


def _row(effect: Effect) -> dict[str, Any]:
    row = columns(effect)
    row["suggestion"] = row.pop("incident")
    return row


def _value(row: Row[Any]) -> Mapping[str, Any]:
    values = row._asdict()
    values["incident"] = values.pop("suggestion")
    return values
