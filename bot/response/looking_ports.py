"""What looking for incidents needs from the world: an index of words, and who has a Home tab."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.incident.home import Home
from bot.incident.ids import IncidentId, UserId
from bot.incident.incident import Incident
from bot.incident.listing import Found, Listing


class Search(Protocol):
    """Incidents by their state, and by words in what was written of them."""

    async def note(self, incident: Incident, told: str) -> None:
        """Remember the words of what was just written, and of the title and impact as they are."""
        ...

    async def begin(self, incident: Incident, told: str) -> None:
        """The same for an incident that is new."""
        ...

    async def renew(self, incident: Incident, told: str) -> None:
        """Remember these words of it, and no others."""
        ...

    async def page(self, wanted: Listing) -> Found:
        """Best first where words are looked for, else newest first."""
        ...

    async def missing(self) -> Sequence[IncidentId]:
        """Those of which no words are remembered."""
        ...


class Homes(Protocol):
    """The Home tabs that people have opened."""

    async def get(self, user: UserId) -> Home | None: ...
    async def put(self, home: Home) -> None: ...
    async def drawn(self, home: Home, digest: str) -> None:
        """Shown now, unless this person has done something since that revision was read."""
        ...

    async def remove(self, user: UserId) -> None: ...
    async def opened_since(self, since: datetime) -> Sequence[Home]:
        """The one opened last comes first."""
        ...

    async def pulse(self) -> str:
        """Another text whenever something has changed that some of them may show."""
        ...
