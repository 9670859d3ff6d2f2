"""How incidents are remembered, as the verbs see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.incident.ids import ChannelId, IncidentId, UserId
from bot.incident.incident import Incident
from bot.incident.repeats import Sighting


class Incidents(Protocol):
    async def next_number(self) -> int:
        """Take the next number; a rollback gives it back."""
        ...

    async def number_given(self, number: int) -> None:
        """The next ones come after this one, which was given elsewhere."""
        ...

    async def get(self, incident: IncidentId) -> Incident: ...
    async def numbered(self, number: int) -> Incident | None: ...
    async def in_channel(self, channel: ChannelId) -> Incident | None: ...
    async def owners(self, channels: Collection[ChannelId]) -> Mapping[ChannelId, IncidentId]:
        """Of those of them that are an incident's."""
        ...

    async def still_open(self) -> Sequence[Incident]:
        """Newest first."""
        ...

    async def history_due(self) -> Sequence[Incident]:
        """Adopted, and what was said there before is not read back yet; newest first."""
        ...

    async def by(self, user: UserId, since: datetime) -> Sequence[Incident]:
        """Those this person declared since then, newest first."""
        ...

    async def seen_since(self, since: datetime, *, drills: bool) -> Sequence[Sighting]:
        """Public ones that were declared since then and were not called off."""
        ...

    async def public(self, numbers: Collection[int]) -> Sequence[Incident]:
        """Those of them that everybody may see."""
        ...

    async def open_count(self) -> tuple[Mapping[str, int], int]:
        """Public ones by their severity, and private ones."""
        ...

    async def severities_in_use(self) -> dict[str, list[int]]:
        """Severity key to the numbers of the open incidents that have it."""
        ...

    async def add(self, incident: Incident) -> None: ...
    async def save(self, incident: Incident) -> Incident:
        """Store the new state as the next version, which it returns; `get` it in the same unit of
        work first."""
        ...

    async def is_still(self, incident: Incident) -> bool:
        """Whether this is its newest version; in a writing unit it is held against others."""
        ...

    async def due(self, now: datetime) -> Sequence[tuple[IncidentId, datetime]]:
        """Which to look at, and since when; the longest overdue first."""
        ...

    async def next_wake(self, after: datetime | None = None) -> datetime | None:
        """The earliest there is, or the earliest after that."""
        ...

    async def sleep_until(self, incident: Incident, wake_at: datetime | None) -> None:
        """Set the hint, unless the incident has changed since that version was read."""
        ...
