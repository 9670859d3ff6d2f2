"""What a task says to a reader, also when it has no words of its own any more."""

from __future__ import annotations

from bot.incident.chores import TaskAdded, TaskChanged, TaskEnded
from bot.incident.relief import OpenTask
from bot.incident.task import TASK_LIMIT, Task
from bot.incident.text import shortened
from bot.language import N_, Tongue

DELETED = N_("(deleted message)")
WORDLESS = N_("See the message")
"""It was made of a message that has no words, such as another bot's."""


def typed_words(
    tongue: Tongue, one: Task | TaskAdded | TaskChanged, limit: int = TASK_LIMIT
) -> str:
    """With what it is for, where somebody has said so."""
    said = words(tongue, one, limit)
    if one.type is None:
        return said
    return tongue.say("[{kind}] {text}", kind=tongue.say(one.type.value), text=said)


def words(
    tongue: Tongue,
    one: Task | OpenTask | TaskAdded | TaskChanged | TaskEnded,
    limit: int = TASK_LIMIT,
) -> str:
    if one.struck:
        return tongue.say(DELETED)
    return shortened(one.text, limit) or tongue.say(WORDLESS)
