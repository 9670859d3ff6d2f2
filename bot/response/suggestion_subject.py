"""A suggestion as something that is reconciled: how it stands, and when it is looked at again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.incident.effect import Effect
from bot.incident.ids import IncidentId, SuggestionId, UserId
from bot.incident.incident import Incident
from bot.incident.suggestion import Suggestion
from bot.incident.suggestion_errors import NotASuggestion
from bot.response.effect_ports import Effects
from bot.response.effects import LookAgain, Wanted
from bot.response.permission import hidden_from
from bot.response.ports import UnitOfWork
from bot.response.subject import Look


@dataclass(frozen=True, kw_only=True, slots=True)
class SuggestionStanding:
    suggestion: Suggestion
    effects: Mapping[str, Effect]
    incident: Incident | None
    """Which took it, or another one took the one it joined."""
    near: Incident | None
    hidden_from: Callable[[UserId], bool]
    """Who may not hear of that incident."""
    joined: Suggestion | None
    joined_effects: Mapping[str, Effect]
    """Of the one in which it goes on."""
    now: datetime


SuggestionPlan = Callable[[SuggestionStanding], Awaitable[Sequence[Wanted | LookAgain]]]


class OfSuggestions:
    def __init__(self, plan: SuggestionPlan) -> None:
        self._plan = plan

    async def look(self, work: UnitOfWork, id: SuggestionId, now: datetime) -> Look:
        suggestion = await work.suggestions.get(id)
        if suggestion is None:
            raise NotASuggestion()
        joined = await work.suggestions.get(suggestion.joined) if suggestion.joined else None
        incident = await _incident(work, (joined or suggestion).incident)
        effects = await _by_key(work, id)
        standing = SuggestionStanding(
            suggestion=suggestion,
            effects=effects,
            incident=incident,
            near=await _incident(work, suggestion.near),
            hidden_from=await hidden_from(work, incident) if incident else lambda user: False,
            joined=joined,
            joined_effects=await _by_key(work, joined.id) if joined else {},
            now=now,
        )
        return Look(suggestion, effects, lambda: self._plan(standing))

    def effects(self, work: UnitOfWork) -> Effects:
        return work.suggestion_effects

    async def is_still(self, work: UnitOfWork, about: Incident | Suggestion) -> bool:
        now = await work.suggestions.get(SuggestionId(about.id))
        return now is not None and now.version == about.version

    async def sleep_until(
        self, work: UnitOfWork, about: Incident | Suggestion, at: datetime | None
    ) -> None:
        if isinstance(about, Suggestion):
            await work.suggestions.sleep_until(about, at)


async def _incident(work: UnitOfWork, id: IncidentId | None) -> Incident | None:
    return await work.incidents.get(id) if id else None


async def _by_key(work: UnitOfWork, id: SuggestionId) -> Mapping[str, Effect]:
    return {effect.key: effect for effect in await work.suggestion_effects.of(id)}
