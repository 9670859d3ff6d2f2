"""Incidents in a private answer: many in a line each, or one in short."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from bot.incident.text import shortened
from bot.language import Tongue
from bot.slack.views import blocks
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Mrkdwn, Part, tell
from bot.slack.views.names import severity_name, status_name
from bot.slack.views.scene import Scene

SHOWN = 12
ROOM = blocks.SECTION_LIMIT - 300
"""For the lines between the head and the last, that they stand in one section uncut."""


def listing(scenes: Sequence[Scene], tongue: Tongue) -> Answer:
    if not scenes:
        return Answer(
            tell(tongue, "No open incident. `{command} declare` opens one."),
        )
    count = tongue.count("{n} open incident", "{n} open incidents", len(scenes))
    fitting = _fitting([_line(scene) for scene in scenes[:SHOWN]])
    lines = [Mrkdwn(f"*{count}*"), *fitting]
    if more := len(scenes) - len(fitting):
        lines.append(
            tell(tongue, "… and {more} more. `{command} list sev1` narrows it down.", more=more)
        )
    return Answer(blocks.joined(lines))


def _fitting(lines: Sequence[Mrkdwn]) -> Sequence[Mrkdwn]:
    """Those that fit in; `&` and the like take five characters each in Slack's counting."""
    used = list(accumulate(len(line) + 1 for line in lines))
    return [line for line, end in zip(lines, used, strict=True) if end <= ROOM]


def shown(scene: Scene) -> Answer:
    incident, tongue = scene.incident, scene.tongue
    lines = [_line(scene)]
    if incident.impact:
        impact = shortened(incident.impact, 500)
        lines.append(tell(tongue, "Impact: {impact}", impact=impact))
    by, at = blocks.user(incident.declared_by), blocks.moment(incident.declared_at)
    lines.append(tell(tongue, "Declared {at} by {user}", at=at, user=by))
    return Answer(blocks.joined(lines))


def _line(scene: Scene) -> Mrkdwn:
    incident, tongue = scene.incident, scene.tongue
    lock = Part(" :lock:") if incident.private else Part("")
    return tell(
        tongue,
        "{emoji} *{reference}*{lock} {severity}, {status}: {title} {room}",
        emoji=Part(scene.severity.emoji),
        reference=incident.reference,
        lock=lock,
        severity=severity_name(tongue, scene.severity),
        status=status_name(tongue, incident.status),
        title=shortened(incident.title, 80),
        room=blocks.room(scene.room) if scene.room else "",
    )
