"""What is reconciled: how things stand with it, what it wants of the world, and its effects."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from bot.incident.effect import Effect
from bot.incident.ids import IncidentId
from bot.incident.incident import Incident
from bot.incident.suggestion import Suggestion
from bot.response.effect_ports import Effects
from bot.response.effects import LookAgain, Plan, Standing, Wanted
from bot.response.permission import hidden_from
from bot.response.ports import UnitOfWork
from bot.response.repeats import past_of

RECENT = 5
"""So many of the latest changes are at hand for whatever is drawn."""
FRESH = timedelta(minutes=30)
"""Entries touched since are looked at in each turn: an attempt may have begun just before."""
Id = TypeVar("Id", bound=str, contravariant=True)


@dataclass(frozen=True, slots=True)
class Look:
    about: Incident | Suggestion
    effects: Mapping[str, Effect]
    plan: Callable[[], Awaitable[Sequence[Wanted | LookAgain]]]
    """What is wanted of the world then; nothing more is read of the ledger for it."""


class Subject(Protocol[Id]):
    async def look(self, work: UnitOfWork, id: Id, now: datetime) -> Look: ...
    def effects(self, work: UnitOfWork) -> Effects: ...
    async def is_still(self, work: UnitOfWork, about: Incident | Suggestion) -> bool:
        """Nobody has changed it; and nobody does, until this unit of work ends."""
        ...

    async def sleep_until(
        self, work: UnitOfWork, about: Incident | Suggestion, at: datetime | None
    ) -> None: ...


class OfIncidents:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    async def look(self, work: UnitOfWork, id: IncidentId, now: datetime) -> Look:
        incident = await work.incidents.get(id)
        effects = {effect.key: effect for effect in await work.effects.of(id)}
        standing = Standing(
            incident=incident,
            effects=effects,
            subscriptions=await work.subscriptions.of(incident),
            hidden_from=await hidden_from(work, incident),
            tasks=await work.tasks.of(id),
            entries=await work.entries.unsettled(id, now - FRESH),
            entry_made_at=await work.entries.made_last(id),
            recent=await work.entries.latest(id, RECENT),
            past=await past_of(work, incident),
            now=now,
        )
        return Look(incident, effects, lambda: self._plan(standing))

    def effects(self, work: UnitOfWork) -> Effects:
        return work.effects

    async def is_still(self, work: UnitOfWork, about: Incident | Suggestion) -> bool:
        return isinstance(about, Incident) and await work.incidents.is_still(about)

    async def sleep_until(
        self, work: UnitOfWork, about: Incident | Suggestion, at: datetime | None
    ) -> None:
        if isinstance(about, Incident):
            await work.incidents.sleep_until(about, at)
