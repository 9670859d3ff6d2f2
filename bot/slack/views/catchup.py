"""The catch-up: what somebody needs who comes late, on one screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.incident.roles import Role
from bot.incident.task import TaskKind
from bot.incident.text import shortened
from bot.slack.views import blocks
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Mrkdwn, Part, tell
from bot.slack.views.listing import in_sections, role_lines
from bot.slack.views.names import severity_name, status_name
from bot.slack.views.saying import Saying, Way
from bot.slack.views.scene import Scene
from bot.slack.views.sentences import entry_line
from bot.slack.views.task_words import words

TASKS = 8
LATEST = 5
Lines = Callable[[Scene], Iterator[Mrkdwn]]


def catchup(scene: Scene, *before: Mrkdwn) -> Answer:
    return in_sections([*before, *(line for lines in LINES for line in lines(scene))])


def _state(scene: Scene) -> Iterator[Mrkdwn]:
    incident, tongue = scene.incident, scene.tongue
    yield tell(
        tongue,
        "{emoji} *{reference}* {severity}, *{status}*: {title}",
        emoji=Part(scene.severity.emoji),
        reference=incident.reference,
        severity=severity_name(tongue, scene.severity),
        status=status_name(tongue, incident.status),
        title=incident.title,
    )
    if incident.impact:
        impact = shortened(incident.impact, 300)
        yield tell(tongue, "Impact: {impact}", impact=impact)


def _since(scene: Scene) -> Iterator[Mrkdwn]:
    incident, tongue = scene.incident, scene.tongue
    declared = tell(tongue, "declared {at}", at=blocks.moment(incident.declared_at))
    if started := incident.moments.started:
        since = tell(tongue, "Since {at}", at=blocks.moment(started))
        yield Mrkdwn(f"{since} · {declared}")
    else:
        yield tell(
            tongue,
            "Since {at}, when {name} declared it",
            at=blocks.moment(incident.declared_at),
            name=scene.name_of(incident.declared_by),
        )


def _roles(scene: Scene) -> Iterator[Mrkdwn]:
    if scene.incident.holder(Role.IC) is None and scene.incident.is_open:
        yield tell(scene.tongue, "No incident commander yet")
    yield from role_lines(scene)


def _latest(scene: Scene) -> Iterator[Mrkdwn]:
    entries = scene.recent[:LATEST]
    if entries:
        yield tell(scene.tongue, "*Latest*")
    for entry in entries:
        yield Mrkdwn(f"• {entry_line(scene, entry)}")


def _tasks(scene: Scene) -> Iterator[Mrkdwn]:
    tongue = scene.tongue
    tasks = [task for task in scene.tasks if task.is_open and task.kind is TaskKind.TASK]
    if tasks:
        yield tell(tongue, "*Open tasks*")
    for task in tasks[:TASKS]:
        who = scene.name_of(task.owner) if task.owner else tongue.say("nobody")
        what = words(tongue, task, 100)
        yield tell(tongue, "• {number}: {what} ({who})", number=task.number, what=what, who=who)
    if len(tasks) > TASKS:
        yield tell(tongue, "… and {more} more", more=len(tasks) - TASKS)


LINES: tuple[Lines, ...] = (_state, _since, _roles, _latest, _tasks)
"""From top to bottom; each chapter may add its own."""


def whispered(scene: Scene, detail: Mapping[str, str]) -> dict[str, Any]:
    """To somebody who has just come into the room."""
    welcome = tell(scene.tongue, "You have joined. In short (`{command} catchup` says it again):")
    return catchup(scene, welcome).message()


SAYINGS: Mapping[str, Saying] = {"catchup": Saying(Way.WHISPER, whispered)}
