"""The facts of stakeholder updates; `updates_evolve` says what each does to the state."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.incident.ids import UserId
from bot.incident.update_words import UpdateMoment
from bot.incident.updates import Letter, UpdateId


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True)


class Telling(BaseModel):
    """One audience of an update: the promise that it keeps, and the one that it makes."""

    model_config = ConfigDict(frozen=True)

    audience: str
    moment: UpdateMoment
    due: datetime | None = None
    """When it was to go out; None: nothing was due."""
    promised: datetime | None = None
    """When its readers expected it."""
    next_at: datetime | None = None
    every: timedelta | None = None
    """A slower cadence from here on."""

    def late_by(self, at: datetime) -> timedelta:
        return max(at - self.due, timedelta()) if self.due else timedelta()


class UpdateSent(_Fact):
    """`by` of its entry sent or approved it, nobody if it went out by itself."""

    kind: Literal["update_sent"] = "update_sent"
    id: UpdateId
    to: tuple[Telling, ...]
    letter: Letter = Letter()
    author: UserId | None = None
    """Who wrote it, where somebody else approved it."""
    corrects: UpdateId | None = None

    @property
    def text(self) -> str:
        return self.letter.text

    @property
    def audiences(self) -> tuple[str, ...]:
        return tuple(telling.audience for telling in self.to)


class UpdateSkipped(_Fact):
    """Nobody is told this time."""

    kind: Literal["update_skipped"] = "update_skipped"
    to: tuple[Telling, ...]


class UpdatePostponed(_Fact):
    """The new time is the promise."""

    kind: Literal["update_postponed"] = "update_postponed"
    to: tuple[Telling, ...]


class ApprovalAsked(_Fact):
    kind: Literal["approval_asked"] = "approval_asked"
    id: UpdateId
    audiences: tuple[str, ...]
    letter: Letter = Letter()
    next_at: datetime | None = None
    no_change: bool = False
    slower: bool = False

    @property
    def text(self) -> str:
        return self.letter.text


class ApprovalRefused(_Fact):
    """Also taken back by whoever asked for it."""

    kind: Literal["approval_refused"] = "approval_refused"
    id: UpdateId


class AudienceChosen(_Fact):
    """Whether this audience is told of this incident, whatever is usual, and why."""

    kind: Literal["audience_chosen"] = "audience_chosen"
    audience: str
    told: bool
    reason: str = ""


class PromisesTaken(_Fact):
    """Another incident goes on in this one, and so do the times that its readers expect."""

    kind: Literal["promises_taken"] = "promises_taken"
    promises: dict[str, datetime | None]
    """By the key of the audience; None: it was told, and expects nothing at a certain time."""


UpdatesFact = (
    UpdateSent
    | UpdateSkipped
    | UpdatePostponed
    | ApprovalAsked
    | ApprovalRefused
    | AudienceChosen
    | PromisesTaken
)
