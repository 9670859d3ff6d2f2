"""How verbs and reconciling remember what is wanted of the world."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.incident.effect import Effect
from bot.incident.ids import IncidentId, SuggestionId
from bot.incident.incident import Incident


class Effects(Protocol):
    """What is wanted of the world, of incidents or of suggestions."""

    async def of(self, about: IncidentId | SuggestionId) -> Sequence[Effect]: ...
    async def marked(self, mark: str) -> Effect | None: ...
    async def put(self, effect: Effect) -> None:
        """Insert, or replace the row with this id."""
        ...

    async def keep(self, effect: Effect) -> None:
        """Store how an attempt ended; `detail` stays, for a verb may have changed it meanwhile."""
        ...

    async def describe(self, effect: Effect) -> None:
        """Store its `detail`; how far it has got stays."""
        ...


class IncidentEffects(Effects, Protocol):
    async def undone(self) -> Sequence[tuple[Incident, Effect]]: ...


class SuggestionEffects(Effects, Protocol):
    """Their `incident` is a suggestion."""

    async def undone(self) -> Sequence[Effect]: ...
