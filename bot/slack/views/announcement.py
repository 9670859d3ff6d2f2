"""The announcement in the incidents channel: one message an incident, edited in place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.incident.audience import Announcement, Audience
from bot.incident.cadence import dues
from bot.incident.postmortem.state import PostmortemStatus
from bot.incident.text import shortened
from bot.incident.updates import Told
from bot.slack.views import ask, blocks
from bot.slack.views.blocks import Block, Mrkdwn, Part, tell
from bot.slack.views.names import severity_name, status_name
from bot.slack.views.scene import Scene
from bot.slack.words import labelled

JOIN = "announcement.join"
SUBSCRIBE = "announcement.subscribe"
QUOTED = 600


def announcement(scene: Scene) -> dict[str, Any]:
    incident, tongue = scene.incident, scene.tongue
    text = headline(scene)
    join = blocks.button(tongue.say("Join"), JOIN, incident.id)
    shown: list[Block] = [blocks.section(text, accessory=join)]
    if incident.impact:
        impact = shortened(incident.impact, 300)
        shown.append(blocks.section(tell(tongue, "Impact: {impact}", impact=impact)))
    shown += _latest(scene)
    if incident.postmortem.status is PostmortemStatus.PUBLISHED:
        shown.append(blocks.context(_published(scene)))
    shown.append(blocks.context(_where(scene)))
    subscribe = blocks.button(tongue.say("Subscribe"), SUBSCRIBE, incident.id)
    asks = blocks.opens(tongue.say("Ask"), ask.PUT.name, incident.id)
    shown.append(blocks.buttons(asks, subscribe))
    return {"text": text, "blocks": shown}


def headline(scene: Scene) -> Mrkdwn:
    """The incident in one line, for those who are not in it."""
    incident, tongue = scene.incident, scene.tongue
    return tell(
        tongue,
        "{emoji} *{reference}* {severity}, {status}: *{title}*",
        emoji=Part(scene.severity.emoji),
        reference=labelled(scene.policy.prefix, incident.reference),
        severity=severity_name(tongue, scene.severity),
        status=status_name(tongue, incident.status),
        title=incident.title,
    )


def _latest(scene: Scene) -> Iterator[Block]:
    """What those who read it were told last, and when they hear more."""
    tongue, lines = scene.tongue, []
    readers = [one for one in scene.policy.audiences if _reads_here(one)]
    told = max((scene.incident.updates.of(one.key) for one in readers), key=_when, default=Told())
    if told.at and (text := shortened(told.letter.text, QUOTED)):
        at = blocks.moment(told.at)
        lines.append(tell(tongue, "*Latest update* {at}: {text}", at=at, text=text))
    elif told.at:
        lines.append(tell(tongue, "*Latest update* {at}, in the thread", at=blocks.moment(told.at)))
    found = [due for due in dues(scene.incident, scene.policy) if _reads_here(due.audience)]
    if scene.incident.is_open and found:
        lines.append(tell(tongue, "*Next update*: {at}", at=blocks.moment(found[0].at)))
    if lines:
        yield blocks.section(blocks.joined(lines))


def _reads_here(audience: Audience) -> bool:
    return audience.on and any(isinstance(one, Announcement) for one in audience.destinations)


def _when(told: Told) -> float:
    return told.at.timestamp() if told.at else 0.0


def _published(scene: Scene) -> blocks.Mrkdwn:
    """Where those read it who were not in the channel; the same message, so it disturbs nobody."""
    line = f"{scene.tongue.command} postmortem {scene.incident.reference}"
    return tell(scene.tongue, ":memo: The post-mortem is published: `{line}` shows it", line=line)


def _where(scene: Scene) -> blocks.Mrkdwn:
    at = blocks.moment(scene.incident.declared_at)
    if scene.room is None:
        return tell(scene.tongue, "Declared {at}", at=at)
    return tell(scene.tongue, "{room} · declared {at}", room=blocks.room(scene.room), at=at)
