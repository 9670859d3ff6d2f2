"""The post-mortem: drafted at resolve, and one card in the channel that says how far it is."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident.postmortem.drafting import is_due
from bot.response.effects import Wanted
from bot.response.postmortem import CARD, draft_key
from bot.slack.effects.drawing import ROOM, Drawing
from bot.slack.views.postmortem_card import card


def postmortem(drawing: Drawing) -> Iterator[Wanted]:
    incident = drawing.incident
    if is_due(incident, drawing.scene.policy):
        yield Wanted(draft_key(incident), drawing.kinds.drafting, {})
    if incident.postmortem.is_drafted:
        yield Wanted(CARD, drawing.kinds.said, card(drawing.scene), ROOM)
