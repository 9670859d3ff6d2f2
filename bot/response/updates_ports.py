"""What stakeholder updates need from the world."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.incident.audience import Audience
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.subscription import Subscription
from bot.incident.update_words import Rendered, UpdateFacts, UpdateMoment


class Renderer(Protocol):
    def render(self, audience: Audience, moment: UpdateMoment, facts: UpdateFacts) -> Rendered:
        """In the audience's language and zone. Never fails for want of a good template of the
        team's own: what was passed over stands in the result."""
        ...


class Subscriptions(Protocol):
    async def of(self, incident: Incident) -> Sequence[Subscription]:
        """To it, and to its severity; the oldest first."""
        ...

    async def by(self, person: UserId) -> Sequence[Subscription]: ...
    async def put(self, subscription: Subscription) -> None: ...
    async def remove(self, person: UserId, topic: str) -> bool:
        """Whether there was one."""
        ...
