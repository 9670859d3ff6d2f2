"""A private answer: an ephemeral message, or a form that only says something."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.incident.text import shortened_to_bytes
from bot.language import Tongue
from bot.slack.views import blocks
from bot.slack.views.blocks import Block, Mrkdwn, View

TEXT_BYTES = 3900
"""Of the 4,000 that Slack takes in what only one person sees."""


@dataclass(frozen=True, slots=True)
class Answer:
    text: Mrkdwn
    more: tuple[Block, ...] = ()
    """Blocks after the text: buttons, mostly."""

    def noting(self, *notes: Mrkdwn) -> Answer:
        """The same, with more sentences."""
        return replace(self, text=blocks.joined([self.text, *notes]))

    def message(self) -> dict[str, Any]:
        text = shortened_to_bytes(self.text, TEXT_BYTES)
        return {"text": text, "blocks": [*blocks.sections(self.text), *self.more]}

    def form(self, tongue: Tongue) -> View:
        return {
            "type": "modal",
            "title": blocks.plain(tongue.say("Incident"), 24),
            "close": blocks.plain(tongue.say("Close"), 24),
            "blocks": [*blocks.sections(self.text), *self.more],
        }
