"""The forms that note a task or an action item, and change one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from bot.incident.action_type import PURPOSES, ActionType
from bot.incident.task import TASK_LIMIT, Task, TaskId, TaskKind
from bot.incident.text import shortened
from bot.language import N_, Tongue
from bot.slack.views import inputs
from bot.slack.views.blocks import Block
from bot.slack.views.incident_form import IncidentForm, Typed
from bot.slack.views.scene import Scene
from bot.slack.views.task_words import words
from bot.slack.views.tasks import kind_name


def values_of(task: Task) -> dict[str, str]:
    """As the form's inputs have them."""
    due = str(int(task.due_at.timestamp())) if task.due_at else ""
    type = task.type.value if task.type else ""
    return {"text": task.text, "owner": task.owner or "", "due": due, "type": type}


def due_of(values: Mapping[str, str]) -> datetime | None:
    seconds = values.get("due")
    return datetime.fromtimestamp(int(seconds), UTC) if seconds else None


def type_of(values: Mapping[str, str]) -> ActionType | None:
    return ActionType(values["type"]) if values.get("type") else None


def seen(task: Task) -> str:
    """What a form showed, so that whoever is second can be told."""
    return "\n".join(values_of(task).values())


def _add(scene: Scene, typed: Typed) -> Sequence[Block]:
    tongue = scene.tongue
    over = TaskKind.TASK if scene.incident.is_open else TaskKind.ACTION
    kinds = (
        (TaskKind.TASK.value, tongue.say("Task: to do now")),
        (TaskKind.ACTION.value, tongue.say("Action item: to do after the incident")),
    )
    kind = inputs.choice("kind", tongue.say("What is it?"), kinds, typed.get("kind", over.value))
    return [*_inputs(scene, typed), kind, _type(tongue, typed)]


def _edit(scene: Scene, typed: Typed) -> Sequence[Block]:
    task = _task(scene, typed)
    shown = {**(values_of(task) if task else {}), **typed}
    is_action = task is not None and task.kind is TaskKind.ACTION
    return [*_inputs(scene, shown), *([_type(scene.tongue, shown)] if is_action else [])]


def _type(tongue: Tongue, typed: Typed) -> Block:
    types = [(type.value, tongue.say(purpose)) for type, purpose in PURPOSES.items()]
    label, nothing = tongue.say("What is the action item for?"), tongue.say("not said yet")
    return inputs.choice(
        "type", label, types, typed.get("type", ""), optional=True, nothing=nothing
    )


def _inputs(scene: Scene, typed: Typed) -> list[Block]:
    tongue, due = scene.tongue, due_of(typed)
    text = " ".join(typed.get("text", "").split())
    return [
        inputs.text("text", tongue.say("What is to be done?"), text, limit=TASK_LIMIT),
        inputs.person("owner", tongue.say("Who does it?"), typed.get("owner", "")),
        inputs.moment("due", tongue.say("When is it due?"), due),
    ]


def _source(scene: Scene, typed: Typed) -> Typed:
    """Where a message stands of which this is made, and what the form showed of it."""
    if not typed.get("source"):
        return {}
    return {"source": typed["source"], "said": typed.get("said") or _digest(typed.get("text", ""))}


def is_by_hand(values: Mapping[str, str]) -> bool:
    """Whether somebody has put it in other words than its message."""
    return bool(values.get("source")) and _digest(values["text"]) != values.get("said")


def _digest(text: str) -> str:
    """Of as much as an input holds."""
    held = shortened(" ".join(text.split()), TASK_LIMIT)
    return hashlib.sha256(held.encode()).hexdigest()[:16]


def _which(scene: Scene, typed: Typed) -> Typed:
    task = _task(scene, typed)
    return {"task": typed["task"], "was": typed.get("was") or (seen(task) if task else "")}


def _task(scene: Scene, typed: Typed) -> Task | None:
    return next((task for task in scene.tasks if task.id == TaskId(typed["task"])), None)


def as_it_is(scene: Scene, task: Task) -> str:
    """For whoever was second: what somebody else has made of it."""
    owner = scene.name_of(task.owner) if task.owner else scene.tongue.say("nobody yet")
    what = kind_name(scene.tongue, task.kind)
    return f"{what} {task.number}: {words(scene.tongue, task, 100)} ({owner})"


ADD = IncidentForm("task", N_("Add a task"), N_("Add"), _add, _source)
EDIT = IncidentForm("task_edit", N_("Change the task"), N_("Save"), _edit, _which)
