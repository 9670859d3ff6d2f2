"""What the bot says of tasks and action items by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.incident.due_tasks import (
    ACTION_DUE,
    ACTION_LATE,
    AGEING,
    LEFT_SHOWN,
    TASK_DUE,
    TASKS_LEFT,
    is_unfinished,
    late_actions,
)
from bot.incident.ids import UserId
from bot.incident.task import Task, TaskState
from bot.response.action_answers import DECLINED
from bot.response.task_following import MARKED
from bot.response.task_writing import GIVEN
from bot.slack.views import blocks
from bot.slack.views.blocks import Block, Mrkdwn, Part, tell
from bot.slack.views.saying import Saying, Way
from bot.slack.views.scene import Scene
from bot.slack.views.task_words import words
from bot.slack.views.tasks import STATES, acts, brief_line, kind_name, line
from bot.slack.words import labelled

Detail = Mapping[str, str]


def _task_due(scene: Scene, detail: Detail) -> dict[str, Any]:
    """In the channel; it calls its owner, for that is what it is for."""
    task = _task(scene, detail)
    if task is None or not task.is_open:
        return _said(scene, _over(scene, task))
    tongue, due = scene.tongue, str(int(task.due_at.timestamp())) if task.due_at else ""
    if due != detail["due"]:
        said = tell(tongue, ":hourglass: Put off: {line}", line=Part(line(scene, task)))
        return _said(scene, said, acts(scene, task))
    parts = {"number": task.number, "text": words(tongue, task)}
    if task.owner is None:
        said = tell(tongue, ":alarm_clock: Due, and nobody has it: *{number}* {text}", **parts)
    else:
        who = blocks.user(task.owner)
        said = tell(tongue, ":alarm_clock: {who}, task *{number}* is due: {text}", who=who, **parts)
    return _said(scene, said, _at_its_time(scene, task))


def _at_its_time(scene: Scene, task: Task) -> Block:
    row, verb = acts(scene, task), f"task {scene.incident.reference}"
    later = (scene.tongue.say("10 min more"), f"{verb} later {task.number} 10m")
    [button] = blocks.runs(later)["elements"]
    return {
        **row,
        "elements": [row["elements"][0], {**button, "action_id": "run.9"}, *row["elements"][1:]],
    }


def _over(scene: Scene, task: Task | None) -> Mrkdwn:
    tongue = scene.tongue
    if task is None:
        return tell(tongue, ":white_check_mark: That task is over.")
    by = scene.name_of(task.ended_by) if task.ended_by else ""
    emoji = ":white_check_mark:" if task.state is TaskState.DONE else ":heavy_minus_sign:"
    return tell(
        tongue,
        "{emoji} Task {number} {state} by {by}: {text}",
        emoji=Part(emoji),
        number=task.number,
        state=tongue.say(STATES[task.state]),
        by=by,
        text=words(tongue, task),
    )


def _given(scene: Scene, detail: Detail) -> dict[str, Any]:
    task, by = _task(scene, detail), scene.name_of(UserId(detail["by"]))
    what = kind_name(scene.tongue, task.kind) if task else ""
    said = _about(scene, task, tell(scene.tongue, "{by} gave you this {what}.", by=by, what=what))
    return {**said, "blocks": [*said["blocks"], *_to_answer(scene, task)]}


def _to_answer(scene: Scene, task: Task | None) -> list[Block]:
    """An action item is for later: its owner says whether it is theirs."""
    if task is None or not task.is_open or task.given_by is None:
        return []
    line = f"action {scene.incident.reference}"
    accept = (scene.tongue.say("I accept"), f"{line} accept {task.number}")
    decline = (scene.tongue.say("Not me"), f"{line} decline {task.number}")
    return [blocks.runs(accept, decline, block_id="answer")]


def _declined(scene: Scene, detail: Detail) -> dict[str, Any]:
    by, reason = scene.name_of(UserId(detail["by"])), detail.get("reason", "")
    said = tell(scene.tongue, ":leftwards_arrow_with_hook: {by} does not take this.", by=by)
    if reason:
        why = tell(scene.tongue, "Because: {reason}", reason=reason)
        said = blocks.joined([said, why])
    return _about(scene, hushed(_task(scene, detail)), said)


def hushed(task: Task | None) -> Task | None:
    """Without words of a message, which may be deleted after this was said."""
    if task is None or task.source is None or task.by_hand:
        return task
    return task.model_copy(update={"text": ""})


def _ageing(scene: Scene, detail: Detail) -> dict[str, Any]:
    """All that is late, in one message a week, to whoever owns the post-mortem."""
    tongue, reference = scene.tongue, scene.incident.reference
    late = late_actions(scene.tasks, scene.facts.now or scene.incident.declared_at)
    count = tongue.count("{n} action item is late", "{n} action items are late", len(late))
    head = tell(tongue, ":date: *{reference}*: {count}", reference=reference, count=count)
    more = len(late) - LEFT_SHOWN
    rest = [tell(tongue, "… and {more} more", more=more)] if more > 0 else []
    shown = [one for task in late[:LEFT_SHOWN] if (one := hushed(task))]
    lines = [Mrkdwn(f"• {brief_line(scene, task)}") for task in shown]
    row = blocks.runs((tongue.say("Action items"), f"actions {reference}"))
    return _said(scene, blocks.joined([head, *lines, *rest]), row)


def _action_due(scene: Scene, detail: Detail) -> dict[str, Any]:
    task = _task(scene, detail)
    tongue, due = scene.tongue, task.due_at if task else None
    now = scene.facts.now
    if due and now and due < now:
        at = blocks.moment(due)
        return _about(scene, task, tell(tongue, ":date: This action item was due {at}.", at=at))
    at = blocks.moment(due) if due else Part("-")
    return _about(scene, task, tell(tongue, ":date: This action item is due {at}.", at=at))


def _action_late(scene: Scene, detail: Detail) -> dict[str, Any]:
    said = tell(
        scene.tongue,
        ":date: This action item is over a month late, and reminding did not help. What becomes of"
        " it is yours to say: I do not mention it again.",
    )
    return _about(scene, _task(scene, detail), said)


def _tasks_left(scene: Scene, detail: Detail) -> dict[str, Any]:
    """`tasks`: those that were left then, where what was said of them is said again."""
    tongue, reference = scene.tongue, scene.incident.reference
    then = detail.get("tasks", "").split()
    left = [task for task in scene.tasks if task.id in then or (not then and is_unfinished(task))]
    count = tongue.count("{n} task was not finished.", "{n} tasks were not finished.", len(left))
    head = tell(tongue, "*{reference}* is resolved. {count}", reference=reference, count=count)
    more = len(left) - LEFT_SHOWN
    rest = [tell(tongue, "… and {more} more", more=more)] if more > 0 else []
    lines = [Mrkdwn(f"• {brief_line(scene, task)}") for task in left[:LEFT_SHOWN]]
    row = blocks.runs(
        (tongue.say("Make all action items"), f"tasks {reference} carry"),
        (tongue.say("Drop all"), f"tasks {reference} drop"),
        (tongue.say("One by one"), f"tasks {reference}"),
    )
    return _said(scene, blocks.joined([head, *lines, *rest]), row)


def _marked(scene: Scene, detail: Detail) -> dict[str, Any]:
    said = tell(scene.tongue, ":dart: Noted as an action item. Whose is it?")
    return _about(scene, _task(scene, detail), said)


def _about(scene: Scene, task: Task | None, said: Mrkdwn) -> dict[str, Any]:
    """To one person, who may be anywhere: with the incident, and a way into its channel."""
    incident, room = scene.incident, scene.room
    where = tell(
        scene.tongue,
        "*{reference}* {title} {room}",
        reference=incident.reference,
        title=incident.title,
        room=blocks.room(room) if room else "",
    )
    if task is None:
        return _said(scene, blocks.joined([said, where]))
    text = blocks.joined([said, line(scene, task), where])
    return _said(scene, text, *([acts(scene, task)] if task.is_open else []))


def _said(scene: Scene, text: Mrkdwn, *more: Block) -> dict[str, Any]:
    text = Mrkdwn(labelled(scene.policy.prefix, text))
    return {"text": text, "blocks": [blocks.section(text), *more]}


def _task(scene: Scene, detail: Detail) -> Task | None:
    return next((task for task in scene.tasks if task.id == detail["task"]), None)


SAYINGS: Mapping[str, Saying] = {
    TASK_DUE: Saying(Way.ROOM, _task_due),
    GIVEN: Saying(Way.DIRECT, _given),
    ACTION_DUE: Saying(Way.DIRECT, _action_due),
    ACTION_LATE: Saying(Way.DIRECT, _action_late),
    TASKS_LEFT: Saying(Way.DIRECT, _tasks_left),
    DECLINED: Saying(Way.DIRECT, _declined),
    AGEING: Saying(Way.DIRECT, _ageing),
    MARKED: Saying(Way.WHISPER, _marked),
}
