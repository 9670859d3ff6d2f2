"""A question the bot has asked before it declares; nothing typed is lost while it is open."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal, NewType

from pydantic import BaseModel, ConfigDict
from pydantic import Field as PydanticField
from sqlmodel import SQLModel

from bot.incident.ids import ChannelId, IncidentId, MessageTs, UserId

QuestionId = NewType("QuestionId", str)
PATIENCE = timedelta(seconds=60)
"""After this without an answer the incident is declared (product rule)."""


class FromCommand(BaseModel):
    """Answered through the command's own address: five uses, thirty minutes."""

    model_config = ConfigDict(frozen=True)
    kind: Literal["command"] = "command"
    response_url: str


class FromForm(BaseModel):
    """Answered by changing the form the declarer looks at."""

    model_config = ConfigDict(frozen=True)
    kind: Literal["form"] = "form"
    view: str


class FromMention(BaseModel):
    """Answered where it was typed, to the typist only; the link follows by direct message."""

    model_config = ConfigDict(frozen=True)
    kind: Literal["mention"] = "mention"
    channel: ChannelId
    thread: MessageTs | None = None


Origin = Annotated[FromCommand | FromForm | FromMention, PydanticField(discriminator="kind")]


class Declaration(BaseModel):
    """What somebody said an incident is. `key` is the intent: the same key, the same incident."""

    model_config = ConfigDict(frozen=True)

    key: str
    title: str
    severity: str
    by: UserId
    origin: Origin
    impact: str = ""
    private: bool = False
    severity_assumed: bool = False
    """Nobody has chosen it."""
    service: str | None = None
    one_line: bool = False
    by_rule: bool = False
    """Nobody declares it, so nobody commands it by that."""


class QuestionKind(StrEnum):
    SOUNDS_PRIVATE = "sounds_private"
    ALIKE = "alike"
    REPEATED = "repeated"
    TICKET = "ticket"


class Choice(StrEnum):
    PRIVATE = "private"
    PUBLIC = "public"
    JOIN = "join"
    SEPARATE = "separate"
    SILENCE = "silence"


ORDER = (
    QuestionKind.REPEATED,
    QuestionKind.SOUNDS_PRIVATE,
    QuestionKind.ALIKE,
    QuestionKind.TICKET,
)
"""In which order they are asked; an answered one is not asked again."""

CHOICES: dict[QuestionKind, tuple[Choice, ...]] = {
    QuestionKind.SOUNDS_PRIVATE: (Choice.PRIVATE, Choice.PUBLIC),
    QuestionKind.ALIKE: (Choice.JOIN, Choice.SEPARATE),
    QuestionKind.REPEATED: (Choice.SEPARATE,),
    QuestionKind.TICKET: (Choice.SEPARATE,),
}


class Question(SQLModel):
    model_config = ConfigDict(frozen=True)  # type: ignore[assignment]

    id: QuestionId
    kind: QuestionKind
    declaration: Declaration
    about: IncidentId | None = None
    """The incident that is alike, or that the same person declared just now."""
    asked_at: datetime
    due_at: datetime | None = None
    """When silence decides; None once answered, or when silence decides nothing."""
    answer: Choice | None = None
    answered_by: UserId | None = None
    outcome: IncidentId | None = None
