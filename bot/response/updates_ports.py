"""What stakeholder updates need from the world."""

from __future__ import annotations

from typing import Protocol

from bot.incident.audience import Audience
from bot.incident.update_words import Rendered, UpdateFacts, UpdateMoment


class Renderer(Protocol):
    def render(self, audience: Audience, moment: UpdateMoment, facts: UpdateFacts) -> Rendered:
        """In the audience's language and zone. Never fails for want of a good template of the
        team's own: what was passed over stands in the result."""
        ...
