"""What is to be done: tasks during the incident, action items after it."""

from __future__ import annotations

from bot.language import N_
from bot.slack.grammar.verb import Verb

TASK = Verb(
    "task",
    "task [@who] TEXT [20m]",
    N_("Note a task to do now, whose it is and when it is due; or `done 2`, `drop 2`, `@who 2`."),
    "task Restart the cache 20m",
    ("tâche",),
    people=True,
)
TASKS = Verb(
    "tasks",
    "tasks",
    N_("The open tasks, each with its buttons."),
    "tasks",
    ("tâches",),
    r"(inc-?\d+ ?)?(carry|drop|page \d+|abandonner|convertir)?",
)
ACTION = Verb(
    "action",
    "action [@who] [TYPE:] TEXT [2d|DATE]",
    N_(
        "Note an action item to do after the incident, to `mitigate:`, `prevent:`, `detect:` or"
        " `learn:`; `done 2`, `drop 2 because …`, `@who 2`, `type 2 prevent` as well."
    ),
    "action Write a runbook for the cache 2w",
    ("suivi",),
    people=True,
)
ACTIONS = Verb(
    "actions",
    "actions",
    N_("The open action items, each with its buttons."),
    "actions",
    ("suivis",),
    r"(inc-?\d+ ?)?(page \d+)?",
)
VERBS = (TASK, TASKS, ACTION, ACTIONS)
