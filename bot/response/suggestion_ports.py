"""What suggestions need from the world: a memory of them. Their effects are remembered beside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.incident.ids import ChannelId, IncidentId, MessageTs, SuggestionId
from bot.incident.suggestion import Suggestion


class Suggestions(Protocol):
    """Who needs alerts as well reads those first, and incidents last: so nobody waits in a ring."""

    async def get(self, suggestion: SuggestionId) -> Suggestion | None:
        """Held against others until the end of this unit of work."""
        ...

    async def about(self, channel: ChannelId, ts: MessageTs) -> Sequence[Suggestion]:
        """Those made of this message, the newest first; held as well."""
        ...

    async def current(self, since: datetime) -> Sequence[Suggestion]:
        """Those that wait, and those opened since; the oldest first, and held as well."""
        ...

    async def of(self, incident: IncidentId) -> Sequence[Suggestion]: ...
    async def put(self, suggestion: Suggestion) -> Suggestion:
        """Insert, or replace the row with this id; as the next version, which is returned."""
        ...

    async def due(self, now: datetime) -> Sequence[SuggestionId]: ...
    async def next_wake(self) -> datetime | None: ...
    async def sleep_until(self, suggestion: Suggestion, wake_at: datetime | None) -> None:
        """Set the hint, unless it has changed since that version was read."""
        ...

    async def moved(self, before: ChannelId, after: ChannelId) -> None:
        """Slack gave the channel another id."""
        ...
