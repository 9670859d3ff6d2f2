"""Tasks and action items: the list with its buttons, and the answers to whoever changed one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.incident import changes as c
from bot.incident.ids import UserId
from bot.incident.lifecycle import Status
from bot.incident.task import Task, TaskKind, TaskState
from bot.incident.text import shortened
from bot.incident.timeline import Fact
from bot.language import N_, Tongue
from bot.slack.views import blocks
from bot.slack.views.action_answers import answered, hints, reasons
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Block, Mrkdwn, tell
from bot.slack.views.scene import Scene
from bot.slack.views.task_words import typed_words, words

EDIT_ONE = "open.task_edit"
BRIEF = 80
MOST_TOLD = 12
PER_PAGE = 8
"""Two blocks each, of the fifty that a message may have."""

NO_TASK = N_("No open task in {reference}. `{command} task Restart the cache 20m` adds one.")
NO_ACTION = N_("No open action item in {reference}. `{command} action Write a runbook` adds one.")

STATES = {
    TaskState.OPEN: N_("open"),
    TaskState.DONE: N_("done"),
    TaskState.DROPPED: N_("dropped"),
    TaskState.CARRIED: N_("carried"),
}


def kind_name(tongue: Tongue, kind: TaskKind) -> str:
    return tongue.say("action item") if kind is TaskKind.ACTION else tongue.say("task")


def open_ones(scene: Scene, kind: TaskKind) -> list[Task]:
    """Those that are due first stand first, those without a time last."""
    found = [task for task in scene.tasks if task.is_open and task.kind is kind]
    timed = sorted((t for t in found if t.due_at), key=lambda t: (t.due_at, t.number))
    return timed + [task for task in found if task.due_at is None]


def line(scene: Scene, task: Task) -> Mrkdwn:
    """People by their names: a list calls nobody."""
    tongue = scene.tongue
    owner = scene.name_of(task.owner) if task.owner else tongue.say("nobody yet")
    if task.given_by:
        owner = tongue.say("{owner}, not accepted yet", owner=owner)
    parts = {"number": task.number, "text": typed_words(tongue, task), "owner": owner}
    if task.due_at is None:
        return tell(tongue, "*{number}* {text} ({owner})", **parts)
    due = blocks.moment(task.due_at)
    return tell(tongue, "*{number}* {text} ({owner}, due {due})", due=due, **parts)


def brief_line(scene: Scene, task: Task) -> Mrkdwn:
    """Where several stand in one section: `&` and the like take five characters each there."""
    return line(scene, task.model_copy(update={"text": shortened(task.text, BRIEF)}))


def listing(scene: Scene, kind: TaskKind, page: int = 1) -> Answer:
    tasks = open_ones(scene, kind)
    pages = max(1, -(-len(tasks) // PER_PAGE))
    page = min(max(page, 1), pages)
    shown: list[Block] = []
    for task in tasks[(page - 1) * PER_PAGE : page * PER_PAGE]:
        shown += [blocks.section(line(scene, task)), acts(scene, task)]
    return Answer(_head(scene, kind, len(tasks)), (*shown, _foot(scene, kind, page, pages)))


def acts(scene: Scene, task: Task) -> Block:
    """What can be done with one; each button but the last stands for a typed line."""
    tongue, verb = scene.tongue, f"{task.kind.value} {scene.incident.reference}"
    lines = [(tongue.say("Done"), f"{verb} done {task.number}")]
    if task.owner is None:
        lines.append((tongue.say("Take it"), f"{verb} take {task.number}"))
    lines.append((tongue.say("Drop"), f"{verb} drop {task.number}"))
    if task.kind is TaskKind.TASK and not scene.incident.is_open:
        lines.append((tongue.say("Make it an action item"), f"{verb} carry {task.number}"))
    row = blocks.runs(*lines)
    row["elements"].append(blocks.button(tongue.say("Edit…"), EDIT_ONE, _place(scene, task)))
    return row


def told(scene: Scene, facts: Sequence[Fact]) -> Answer:
    """What was just done, to the one who did it."""
    few = facts[:MOST_TOLD] if len(facts) > MOST_TOLD else facts
    said = [one for fact in few if (one := _sentence(scene, _brief(fact, len(facts))))]
    if len(facts) > len(few):
        said.append(tell(scene.tongue, "… and {more} more", more=len(facts) - len(few)))
    if not said:
        return Answer(tell(scene.tongue, "Nothing was left to do; nothing has changed."))
    reference = tell(scene.tongue, "*{reference}*", reference=scene.incident.reference)
    lines = [reference, *said, *hints(scene.tongue, facts)]
    return Answer(blocks.joined(lines), (*reasons(scene, facts), _after(scene, facts)))


def _brief(fact: Fact, of: int) -> Fact:
    if of == 1 or not isinstance(fact, c.TaskAdded | c.TaskChanged | c.TaskEnded):
        return fact
    return fact.model_copy(update={"text": shortened(fact.text, BRIEF)})


def _after(scene: Scene, facts: Sequence[Fact]) -> Block:
    """One that was noted or changed can be changed on; after anything else the list helps."""
    fact = facts[-1]
    if isinstance(fact, c.TaskAdded | c.TaskChanged):
        task = next((task for task in scene.tasks if task.id == fact.task), None)
        if task is not None and task.is_open:
            return acts(scene, task)
    action = isinstance(fact, c.TaskEnded) and fact.of is TaskKind.ACTION
    return _lists(scene, TaskKind.ACTION if action else TaskKind.TASK)


def _sentence(scene: Scene, fact: Fact) -> Mrkdwn:
    tongue = scene.tongue
    match fact:
        case c.TaskAdded() | c.TaskChanged():
            return _noted(scene, fact)
        case c.TaskEnded(of=of, number=number, state=state):
            said = {"text": words(tongue, fact), "state": tongue.say(STATES[state])}
            parts = {"number": number, **said}
            what = kind_name(tongue, of).capitalize()
            return tell(tongue, "{what} {number} {state}: {text}", what=what, **parts)
    return answered(scene, fact)


def _noted(scene: Scene, fact: c.TaskAdded | c.TaskChanged) -> Mrkdwn:
    tongue = scene.tongue
    owner = scene.name_of(UserId(fact.owner)) if fact.owner else tongue.say("nobody yet")
    parts = {"number": fact.number, "text": typed_words(tongue, fact), "owner": owner}
    what = kind_name(tongue, fact.of).capitalize()
    if fact.due_at is None:
        return tell(tongue, "{what} {number}: {text} ({owner})", what=what, **parts)
    due = blocks.moment(fact.due_at)
    return tell(tongue, "{what} {number}: {text} ({owner}, due {due})", what=what, due=due, **parts)


def _head(scene: Scene, kind: TaskKind, n: int) -> Mrkdwn:
    tongue, reference = scene.tongue, scene.incident.reference
    if n == 0 and kind is TaskKind.TASK:
        return tell(tongue, NO_TASK, reference=reference)
    if n == 0:
        return tell(tongue, NO_ACTION, reference=reference)
    if kind is TaskKind.TASK:
        count = tongue.count("{n} open task", "{n} open tasks", n)
    else:
        count = tongue.count("{n} open action item", "{n} open action items", n)
    return tell(tongue, "*{reference}*: {count}", reference=reference, count=count)


def _foot(scene: Scene, kind: TaskKind, page: int, pages: int) -> Block:
    tongue, verb = scene.tongue, f"{kind.value}s {scene.incident.reference}"
    lines = []
    if page > 1:
        lines.append((tongue.say("Back"), f"{verb} page {page - 1}"))
    if page < pages:
        lines.append((tongue.say("More"), f"{verb} page {page + 1}"))
    if kind is TaskKind.TASK and scene.incident.status is Status.RESOLVED and scene.tasks:
        lines.append((tongue.say("Make all action items"), f"{verb} carry"))
    lines.append(_other_list(scene, kind))
    row = blocks.runs(*lines)
    row["elements"].append(blocks.opens(tongue.say("Add task"), "task", scene.incident.id))
    return row


def _other_list(scene: Scene, kind: TaskKind) -> tuple[str, str]:
    if kind is TaskKind.TASK:
        return scene.tongue.say("Action items"), f"actions {scene.incident.reference}"
    return scene.tongue.say("Tasks"), f"tasks {scene.incident.reference}"


def _lists(scene: Scene, kind: TaskKind) -> Block:
    other = TaskKind.TASK if kind is TaskKind.ACTION else TaskKind.ACTION
    return blocks.runs(_other_list(scene, other), _other_list(scene, kind))


def _place(scene: Scene, task: Task) -> str:
    return f"{scene.incident.id}:{task.id}"
