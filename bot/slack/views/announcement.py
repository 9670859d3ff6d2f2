"""The announcement in the incidents channel: one message an incident, edited in place."""

from __future__ import annotations

from typing import Any

from bot.incident.text import shortened
from bot.slack.views import ask, blocks
from bot.slack.views.blocks import Block, Part, tell
from bot.slack.views.names import severity_name, status_name
from bot.slack.views.scene import Scene
from bot.slack.words import labelled

JOIN = "announcement.join"


def announcement(scene: Scene) -> dict[str, Any]:
    incident, tongue = scene.incident, scene.tongue
    text = tell(
        tongue,
        "{emoji} *{reference}* {severity}, {status}: *{title}*",
        emoji=Part(scene.severity.emoji),
        reference=labelled(scene.policy.prefix, incident.reference),
        severity=severity_name(tongue, scene.severity),
        status=status_name(tongue, incident.status),
        title=incident.title,
    )
    join = blocks.button(tongue.say("Join"), JOIN, incident.id)
    shown: list[Block] = [blocks.section(text, accessory=join)]
    if incident.impact:
        impact = shortened(incident.impact, 300)
        shown.append(blocks.section(tell(tongue, "Impact: {impact}", impact=impact)))
    shown.append(blocks.context(_where(scene)))
    shown.append(blocks.buttons(blocks.opens(tongue.say("Ask"), ask.PUT.name, incident.id)))
    return {"text": text, "blocks": shown}


def _where(scene: Scene) -> blocks.Mrkdwn:
    at = blocks.moment(scene.incident.declared_at)
    if scene.room is None:
        return tell(scene.tongue, "Declared {at}", at=at)
    return tell(scene.tongue, "{room} · declared {at}", room=blocks.room(scene.room), at=at)
