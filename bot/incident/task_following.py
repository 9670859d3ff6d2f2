"""How tasks follow the message they were made of: its mark, its edits, and its deletion.

All of it is computed from everything that was heard of the message, in whatever order; only what a
mark means for a task that is there already depends on which of the two came later.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from bot.incident.entry_following import Following, name_of, standing, words
from bot.incident.message import Heard, HeardKind, Message
from bot.incident.task import TASK_LIMIT, Task, TaskState
from bot.incident.text import shortened


class Act(Enum):
    MAKE = auto()
    TAKE_UP = auto()
    """What the mark's removal, or somebody, had dropped is to be done after all."""
    DROP = auto()


@dataclass(frozen=True, slots=True)
class Marked:
    """What a mark asks for, and which mark that is."""

    act: Act
    mark: Heard


def source_of(message: Message | Heard) -> str:
    return f"{message.channel}:{message.ts}"


def task_words(message: Message, names: Mapping[str, str]) -> str:
    return shortened(" ".join(words(message, names).split()), TASK_LIMIT)


def followed_task(task: Task, message: Message, names: Mapping[str, str], now: datetime) -> Task:
    """Until somebody has written its text themselves, it says what its message says."""
    if task.by_hand or task.struck:
        return task
    if message.deleted_at:
        return task.model_copy(update={"text": "", "struck_at": now})
    text = task_words(message, names)
    return task.model_copy(update={"text": text}) if text else task


def asked(
    task: Task | None, heard: Sequence[Heard], new: Collection[Heard], by: Following
) -> Marked | None:
    """`task`: the newest action item of the message of which `heard` is all; `new`: what was told
    just now, perhaps not for the first time.
    """
    marks = [mark for mark in standing(heard, by) if name_of(mark) == by.action_mark]
    if task is None:
        return Marked(Act.MAKE, marks[0]) if marks else None
    if task.state is TaskState.DROPPED:
        since = task.ended_at or task.created_at
        again = [mark for mark in marks if _is_news(mark, new) and mark.heard_at >= since]
        return Marked(Act.TAKE_UP, again[0]) if again else None
    gone = [mark for mark in heard if _was_removed(mark, by) and _is_news(mark, new)]
    if not task.is_open or marks or not any(mark.heard_at >= task.created_at for mark in gone):
        return None
    return Marked(Act.DROP, max(gone, key=lambda mark: mark.at))


def _was_removed(mark: Heard, by: Following) -> bool:
    is_mark = mark.kind is HeardKind.REACTION and name_of(mark) == by.action_mark
    return is_mark and not mark.present and mark.by not in by.ignored


def _is_news(mark: Heard, new: Collection[Heard]) -> bool:
    return any((mark.kind, mark.key) == (one.kind, one.key) for one in new)
