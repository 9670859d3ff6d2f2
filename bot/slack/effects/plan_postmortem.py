"""The post-mortem: drafted at resolve, a card that says how far it is, and its publication."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident.postmortem.drafting import is_due
from bot.incident.postmortem.state import PostmortemStatus
from bot.response.effects import Wanted
from bot.response.postmortem import CARD, PUBLISHED, draft_key
from bot.slack.effects.drawing import ROOM, Drawing
from bot.slack.views.postmortem_card import card, published


def postmortem(drawing: Drawing) -> Iterator[Wanted]:
    incident = drawing.incident
    if is_due(incident, drawing.scene.policy):
        yield Wanted(draft_key(incident), drawing.kinds.drafting, {})
    if incident.postmortem.is_drafted:
        yield Wanted(CARD, drawing.kinds.said, card(drawing.scene), ROOM)
    at = incident.postmortem.review.published_at
    if at is not None and incident.postmortem.status is PostmortemStatus.PUBLISHED:
        key = f"{PUBLISHED}{int(at.timestamp())}"
        yield Wanted(key, drawing.kinds.said, published(drawing.scene), ROOM)
