"""The forms of a suggestion: the declare form filled with it, and the choice of an incident."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.incident.ids import IncidentId, SuggestionId
from bot.incident.incident import Incident
from bot.incident.suggestion import Source
from bot.incident.text import shortened
from bot.language import Tongue
from bot.response.take_up import About, OfMessage
from bot.slack.views import blocks, inputs
from bot.slack.views.blocks import View, tell

LINK_FORM = "link_suggestion"
DECLARE_FORM = "declare_suggestion"
TITLE = 300


class Kept(BaseModel):
    """What a form carries on: the suggestion, or the message of which there is none yet."""

    model_config = ConfigDict(frozen=True)

    suggestion: SuggestionId | None = None
    source: Source | None = None
    said: str = ""

    @classmethod
    def of(cls, about: About) -> Kept:
        if isinstance(about, OfMessage):
            return cls(source=about.source, said=shortened(about.said, TITLE))
        return cls(suggestion=about)

    def about(self) -> About:
        if self.source is not None:
            return OfMessage(self.source, self.said)
        return self.suggestion or SuggestionId("")


def about_of(view: View) -> About:
    return Kept.model_validate_json(view["private_metadata"]).about()


def link_form(tongue: Tongue, about: About, incidents: Sequence[Incident], title: str) -> View:
    options = [(one.id, f"{one.reference} {one.title}") for one in incidents]
    quoted = tell(tongue, "> {title}", title=shortened(title, TITLE))
    return {
        "type": "modal",
        "callback_id": LINK_FORM,
        "private_metadata": Kept.of(about).model_dump_json(),
        "title": blocks.plain(tongue.say("Link to an incident"), 24),
        "submit": blocks.plain(tongue.say("Link"), 24),
        "close": blocks.plain(tongue.say("Cancel"), 24),
        "blocks": [
            blocks.section(quoted),
            inputs.choice("incident", tongue.say("Which incident?"), options),
        ],
    }


def chosen_incident(view: dict[str, Any]) -> IncidentId:
    return IncidentId(inputs.values_of(view)["incident"])
