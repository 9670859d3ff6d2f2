"""What key entries need from the world: a memory of them, and pages of a timeline."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.incident.entry import Entry, EntryId, EntryKind
from bot.incident.ids import ChannelId, IncidentId, MessageTs
from bot.incident.timeline import TimelineEntry

LINE = "entry:"
"""Key of the effect that shows a typed entry in the channel, before the entry's id."""
REACTION = "marked:"
"""Key of the effect that answers a mark."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PageWanted:
    """Newest first. `facts` and `kinds`: which are wanted. `hidden`: only what is hidden."""

    incident: IncidentId
    facts: Collection[str] = ()
    kinds: Collection[EntryKind] = ()
    hidden: bool = False
    offset: int = 0
    limit: int = 12


TimelineLine = TimelineEntry | Entry


@dataclass(frozen=True, slots=True)
class TimelinePage:
    lines: Sequence[TimelineLine]
    total: int


class Entries(Protocol):
    async def get(self, entry: EntryId) -> Entry | None: ...
    async def made_of(
        self, channel: ChannelId, among: Collection[MessageTs]
    ) -> dict[MessageTs, Entry]:
        """By the messages they were made of."""
        ...

    async def of(self, incident: IncidentId) -> Sequence[Entry]:
        """All there are, shown or not, in the order of the timeline."""
        ...

    async def put(self, entries: Sequence[Entry]) -> None: ...
    async def unsettled(self, incident: IncidentId, since: datetime) -> Sequence[Entry]:
        """Those that what shows them in Slack may be behind of, and those touched since then."""
        ...

    async def latest(self, incident: IncidentId, limit: int) -> Sequence[TimelineLine]:
        """What people want to hear of when they look at it, newest first."""
        ...

    async def made_last(self, incident: IncidentId) -> datetime | None:
        """When the newest of them was put down, whenever it happened."""
        ...

    async def page(self, wanted: PageWanted) -> TimelinePage: ...
    async def moved(self, before: ChannelId, after: ChannelId) -> None:
        """Slack gave the channel another id; ids of messages stay."""
        ...
