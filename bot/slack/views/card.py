"""The incident card: pinned in its channel, edited in place, the only set-up message."""

from __future__ import annotations

from typing import Any

from bot.incident.text import shortened
from bot.slack.views import blocks
from bot.slack.views.blocks import Block, Mrkdwn, Part, tell
from bot.slack.views.names import severity_name, status_name
from bot.slack.views.scene import Scene
from bot.slack.words import labelled


def card(scene: Scene) -> dict[str, Any]:
    incident = scene.incident
    title = labelled(scene.policy.prefix, f"{incident.reference} {incident.title}")
    shown: list[Block] = [blocks.header(title), blocks.fields(*_state(scene))]
    if incident.impact:
        shown.append(blocks.section(_impact(scene)))
    if links := _links(scene):
        shown.append(blocks.section(links))
    if incident.alike:
        shown.append(blocks.context(_alike(scene)))
    return {"text": _spoken(scene), "blocks": shown}


def _state(scene: Scene) -> tuple[Mrkdwn, ...]:
    tongue, incident = scene.tongue, scene.incident
    emoji = Part(scene.severity.emoji)
    severity = severity_name(tongue, scene.severity)
    status = status_name(tongue, incident.status)
    by, at = scene.declarer or incident.declared_by, blocks.moment(incident.declared_at)
    return (
        tell(tongue, "*Severity*\n{emoji} {severity}", emoji=emoji, severity=severity),
        tell(tongue, "*Status*\n{status}", status=status),
        tell(tongue, "*Declared*\n{at}", at=at),
        tell(tongue, "*By*\n{name}", name=by),
        *([tell(tongue, "*Visible to*\ninvited people only :lock:")] if incident.private else []),
    )


def _impact(scene: Scene) -> Mrkdwn:
    return tell(scene.tongue, "*Impact*\n{impact}", impact=shortened(scene.incident.impact, 500))


def _links(scene: Scene) -> Mrkdwn:
    links = [blocks.link(str(link.url), link.title) for link in scene.policy.links]
    if page := scene.policy.without_the_bot:
        links.append(blocks.link(str(page), scene.tongue.say("When the bot is down")))
    return Mrkdwn(" · ".join(links))


def _alike(scene: Scene) -> Mrkdwn:
    references = ", ".join(f"INC-{number}" for number in scene.incident.alike)
    return tell(
        scene.tongue,
        "Perhaps the same as {references}: the titles are alike and nobody has said.",
        references=references,
    )


def _spoken(scene: Scene) -> Mrkdwn:
    """For notifications and screen readers, complete by itself."""
    return tell(
        scene.tongue,
        "{reference}, {severity}, {status}: {title}",
        reference=labelled(scene.policy.prefix, scene.incident.reference),
        severity=severity_name(scene.tongue, scene.severity),
        status=status_name(scene.tongue, scene.incident.status),
        title=scene.incident.title,
    )
