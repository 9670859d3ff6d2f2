"""What facts need from the world: a memory of them, in which words can be erased."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from bot.incident.ids import IncidentId
from bot.incident.timeline import Arrival, Fact, TimelineEntry


class Timeline(Protocol):
    async def add(self, entry: TimelineEntry) -> Arrival: ...
    async def arrived(self, among: Collection[Arrival]) -> Mapping[Arrival, TimelineEntry]:
        """In the order in which they were written."""
        ...

    async def of_kinds(
        self, incident: IncidentId, kinds: Collection[str]
    ) -> Mapping[Arrival, TimelineEntry]:
        """In the order in which they were written."""
        ...

    async def reword(self, arrival: Arrival, fact: Fact) -> None:
        """Put the same fact in its place, with fewer words."""
        ...

    async def of(self, incident: IncidentId) -> Sequence[TimelineEntry]:
        """By `occurred_at`, then arrival."""
        ...

    async def latest(
        self, incident: IncidentId, kinds: Collection[str], limit: int
    ) -> Sequence[TimelineEntry]:
        """Of these kinds of fact, newest first."""
        ...
