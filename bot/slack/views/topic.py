"""The topic and the purpose of an incident's channel: 250 characters, no formatting."""

from __future__ import annotations

from bot.incident.text import shortened
from bot.slack.views.blocks import escape
from bot.slack.views.names import severity_name, status_name
from bot.slack.views.scene import Scene
from bot.slack.words import labelled

LIMIT = 250


def topic(scene: Scene) -> str:
    incident, tongue = scene.incident, scene.tongue
    state = " · ".join(
        (
            incident.reference,
            severity_name(tongue, scene.severity),
            status_name(tongue, incident.status),
        )
    )
    return _fitted(labelled(scene.policy.prefix, state + " · "), incident.title)


def purpose(scene: Scene) -> str:
    told = scene.tongue.say("Incident channel of {reference}. ", reference=scene.incident.reference)
    return _fitted(told, scene.incident.impact or scene.incident.title)


def _fitted(start: str, foreign: str) -> str:
    """Slack counts the characters after escaping, so that is what is measured."""
    safe_start = escape(start)
    room = LIMIT - len(safe_start)
    text = foreign
    while len(escape(text)) > room:
        text = shortened(text, len(text) - 1) if len(text) > 1 else ""
    return safe_start + escape(text)
