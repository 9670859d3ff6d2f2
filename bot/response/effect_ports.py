"""How verbs and reconciling remember what is wanted of the world."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.incident.effect import Effect
from bot.incident.ids import IncidentId, SuggestionId
from bot.incident.incident import Incident


class Effects(Protocol):
    """What is wanted of the world, of incidents or of suggestions."""

    async def of(
        self, about: IncidentId | SuggestionId, keys: Collection[str] | None = None
    ) -> Sequence[Effect]:
        """All of it, or those with these keys."""
        ...

    async def marked(self, mark: str) -> Effect | None: ...
    async def put(self, *effects: Effect) -> None:
        """Insert, or replace the rows with their ids."""
        ...

    async def keep(self, *effects: Effect) -> None:
        """Store how attempts ended; `detail` stays, for a verb may have changed it meanwhile."""
        ...

    async def describe(self, effect: Effect) -> None:
        """Store its `detail`; how far it has got stays."""
        ...


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much is not done yet."""

    pending: int
    failed: int
    """These wait for people."""
    oldest: datetime | None
    """Since when the first of those pending is wanted."""


class IncidentEffects(Effects, Protocol):
    async def undone(self) -> Sequence[tuple[Incident, Effect]]: ...
    async def backlog(self) -> Backlog: ...


class SuggestionEffects(Effects, Protocol):
    """Their `incident` is a suggestion."""

    async def undone(self) -> Sequence[Effect]: ...
