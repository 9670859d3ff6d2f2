"""Tasks and action items: reminders in working hours, and what was said of a task stays true."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident.due_tasks import NAG, TASK_DUE, action_reminders, ageing, nag_key
from bot.response.effects import LookAgain, Wanted
from bot.response.turn import is_there
from bot.slack.effects.drawing import Drawing
from bot.slack.effects.plan_sayings import wanted_now, when_due
from bot.slack.effects.reach import reach_of


def reminders(drawing: Drawing) -> Iterator[Wanted | LookAgain]:
    standing, reach = drawing.standing, reach_of(drawing)
    for nudge in action_reminders(standing.incident, standing.tasks, reach, standing.now):
        yield when_due(drawing, nudge)
    for nudge in ageing(standing.incident, standing.tasks, reach, standing.now):
        yield when_due(drawing, nudge)


def nags_follow(drawing: Drawing) -> Iterator[Wanted]:
    """A reminder in the channel says later that its task was done, dropped or put off."""
    if drawing.incident.archived:
        return
    current = {nag_key(task) for task in drawing.standing.tasks if task.is_open}
    for key, effect in drawing.standing.effects.items():
        over = key not in current or not drawing.incident.is_open
        if key.startswith(NAG) and over and is_there(effect):
            task, _, due = key.removeprefix(NAG).partition(":")
            yield wanted_now(drawing, key, {"what": TASK_DUE, "to": "", "task": task, "due": due})
