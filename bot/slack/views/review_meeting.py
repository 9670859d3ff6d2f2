"""The meeting about a post-mortem: what stands beside its file, and what goes into calendars."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.incident.task import TaskKind
from bot.incident.text import shortened
from bot.slack.views import blocks
from bot.slack.views.blocks import Mrkdwn, tell
from bot.slack.views.scene import Scene
from bot.slack.words import labelled

LENGTH_MINUTES = 60


def invitation(scene: Scene) -> dict[str, Any]:
    """The same for the same meeting, whatever else becomes of the incident: it is sent once."""
    incident, tongue = scene.incident, scene.tongue
    state = incident.postmortem
    at = state.meeting_at or state.review.meeting_was
    return {
        "name": f"{incident.reference}-post-mortem.ics",
        "title": tongue.say("Post-mortem of {reference}", reference=incident.reference),
        "blocks": [blocks.section(_said(scene))],
        "meeting": {
            "at": at.isoformat() if at else "",
            "off": state.meeting_at is None,
            "sequence": state.review.meetings,
            "minutes": LENGTH_MINUTES,
            "uid": f"{incident.id}@post-mortem",
            "summary": labelled(
                scene.policy.prefix,
                tongue.say("Post-mortem of {reference}", reference=incident.reference),
            ),
            "agenda": "\n".join(_agenda(scene)),
        },
    }


def _said(scene: Scene) -> Mrkdwn:
    at, tongue = scene.incident.postmortem.meeting_at, scene.tongue
    reference = labelled(scene.policy.prefix, scene.incident.reference)
    if at is None:
        return tell(
            tongue,
            ":calendar: *{reference}*: the meeting about the post-mortem is called off. This file"
            " takes it out of calendars.",
            reference=reference,
        )
    return tell(
        tongue,
        ":calendar: *{reference}*: the post-mortem is talked about {at}.",
        reference=reference,
        at=blocks.moment(at),
    )


def _agenda(scene: Scene) -> Iterator[str]:
    tongue, incident = scene.tongue, scene.incident
    yield shortened(incident.title, 150)
    yield ""
    yield tongue.say("1. What happened: the timeline, forward in time, without looking for fault")
    yield tongue.say("2. What contributed to it")
    yield tongue.say("3. What went well, what went less well, where we were lucky")
    yield tongue.say("4. Parked questions")
    left = sum(task.is_open and task.kind is TaskKind.ACTION for task in scene.tasks)
    yield tongue.say("5. Action items ({count} so far): owner and date for each", count=left)
