"""Tasks, to do during an incident, and action items, to do after it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NewType

from pydantic import ConfigDict
from sqlmodel import Field, SQLModel

from bot.incident.action_type import ActionType
from bot.incident.ids import IncidentId, UserId

TaskId = NewType("TaskId", str)
TASK_LIMIT = 300
REASON_LIMIT = 300


class TaskKind(StrEnum):
    TASK = "task"
    ACTION = "action"


class TaskState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
    CARRIED = "carried"
    """A task that was not finished and became an action item."""


class Task(SQLModel):
    model_config = ConfigDict(frozen=True)  # type: ignore[assignment]

    id: TaskId
    incident: IncidentId
    kind: TaskKind
    number: int
    """Counts per incident and kind, from 1; people say `task done 2`."""
    text: str = Field(max_length=TASK_LIMIT)
    """Empty when it was made of a message without words, or of one that was deleted."""
    owner: UserId | None = None
    type: ActionType | None = None
    """Of an action item: what it is for, as far as somebody has said."""
    given_by: UserId | None = None
    """Of an action item: who gave it to its owner, until they have accepted it."""
    due_at: datetime | None = None
    state: TaskState = TaskState.OPEN
    created_by: UserId
    created_at: datetime
    ended_by: UserId | None = None
    ended_at: datetime | None = None
    reason: str = Field(default="", max_length=REASON_LIMIT)
    """Why it is not done after all; of what is done, what came of it."""
    source: str | None = None
    """Channel and ts of the message it was made from."""
    by_hand: bool = False
    """Somebody has written its text themselves: it no longer follows its message."""
    struck_at: datetime | None = None
    """When its message was deleted, and its words with it."""

    @property
    def struck(self) -> bool:
        return self.struck_at is not None

    @property
    def is_open(self) -> bool:
        return self.state is TaskState.OPEN
