"""What people answer about an action item that was given to them, or that they drop."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.incident.ids import UserId
from bot.incident.task import TaskId


class ActionAnswer(StrEnum):
    ACCEPTED = "accepted"
    DECLINED = "declined"
    """Nobody has it now."""
    EXPLAINED = "explained"
    """Why it is not done."""


class ActionAnswered(BaseModel):
    model_config = ConfigDict(frozen=True)

    kind: Literal["action_answered"] = "action_answered"
    task: TaskId
    number: int
    answer: ActionAnswer
    user: UserId
    reason: str = ""
