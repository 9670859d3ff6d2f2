"""The facts of tasks, checklists, decisions, questions, and of the channel once it is over."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.incident.action_type import ActionType
from bot.incident.entry import EntryId
from bot.incident.ids import UserId
from bot.incident.task import TaskId, TaskKind, TaskState


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True)


class _TaskFact(_Fact):
    task: TaskId
    of: TaskKind
    number: int
    text: str
    by_hand: bool = False
    """Somebody wrote this text themselves, where the task was made of a message."""
    struck: bool = False
    """That message was deleted, and its words with it."""
    type: ActionType | None = None


class TaskAdded(_TaskFact):
    kind: Literal["task_added"] = "task_added"
    owner: UserId | None = None
    due_at: datetime | None = None


class TaskChanged(_TaskFact):
    kind: Literal["task_changed"] = "task_changed"
    owner: UserId | None = None
    due_at: datetime | None = None


class TaskEnded(_TaskFact):
    kind: Literal["task_ended"] = "task_ended"
    state: TaskState


class ItemTicked(_Fact):
    """An item of a checklist was ticked, or its tick taken back."""

    kind: Literal["item_ticked"] = "item_ticked"
    item: str
    ticked: bool = True


class WayAsked(_Fact):
    """Somebody wants the decision card in the channel."""

    kind: Literal["way_asked"] = "way_asked"


class WayChosen(_Fact):
    """The decision card: fix forward, roll back, switch off, degrade, or wait; or in words."""

    kind: Literal["way_chosen"] = "way_chosen"
    way: str
    note: str = ""
    until: datetime | None = None
    entry: EntryId | None = None
    """The key entry of the same decision."""
    struck: bool = False
    """It was decided by a message, which was deleted, and its words with it."""


class QuestionAsked(_Fact):
    kind: Literal["question_asked"] = "question_asked"
    id: str
    text: str


class QuestionAnswered(_Fact):
    kind: Literal["question_answered"] = "question_answered"
    id: str
    text: str


class ArchivingPutOff(_Fact):
    """Somebody pressed *Keep*."""

    kind: Literal["archiving_put_off"] = "archiving_put_off"
    until: datetime


class ChannelArchived(_Fact):
    kind: Literal["channel_archived"] = "channel_archived"


class ChannelUnarchived(_Fact):
    kind: Literal["channel_unarchived"] = "channel_unarchived"


class GapNoted(_Fact):
    """The bot did not hear between these times, and has read back what Slack still shows.

    What was both written and undone meanwhile cannot be read by anybody.
    """

    kind: Literal["gap_noted"] = "gap_noted"
    since: datetime
    until: datetime
    messages: int
    changes: int
