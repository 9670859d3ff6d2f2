"""How far each audience of an incident is informed, and what it was promised."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NewType

from pydantic import BaseModel, ConfigDict, Field

from bot.incident.ids import UserId
from bot.incident.lifecycle import Status

UpdateId = NewType("UpdateId", str)


class Letter(BaseModel):
    """What a person wrote for an update, field by field; empty is not said."""

    model_config = ConfigDict(frozen=True)

    text: str = ""
    cause: str = ""
    done: str = ""
    workaround: str = ""
    next_steps: str = ""
    risk: str = ""
    decision: str = ""
    """What the executives have to decide."""
    conditions: str = ""
    """What is seen, and what is missing: for responders, one thing on each line."""
    needs: str = ""
    eta: datetime | None = None
    """When it is to be over: a promise."""

    whole: bool = False
    """All of it was before the eyes of whoever wrote it: what is empty holds no longer."""

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(text for name, text in self if isinstance(text, str) and text)

    def after(self, before: Letter) -> Letter:
        """What was said before and still holds is said again, but not the text."""
        if self.whole:
            return self
        said = {name: value for name, value in self.model_dump().items() if value}
        return Letter(**{**before.model_dump(exclude={"text", "whole"}), **said})


class Choice(BaseModel):
    """Somebody has said whether an audience is told of this incident, whatever is usual."""

    model_config = ConfigDict(frozen=True)

    told: bool
    by: UserId | None
    at: datetime
    why: str = ""
    private: bool = False
    """The incident was private then: whoever chose knew that."""


class Waiting(BaseModel):
    """An update that goes out when whoever is in command has approved it."""

    model_config = ConfigDict(frozen=True)

    id: UpdateId
    by: UserId | None
    at: datetime
    letter: Letter = Letter()
    next_at: datetime | None = None
    """As its author stated it."""
    no_change: bool = False
    slower: bool = False


class Told(BaseModel):
    """One audience: what it was told last, and when it is to hear next."""

    model_config = ConfigDict(frozen=True)

    at: datetime | None = None
    """When the last update went out."""
    settled_at: datetime | None = None
    """When one went out or was skipped last."""
    set_at: datetime | None = None
    """When its clock was set last: by an update, a skip, or by putting it off."""
    next_at: datetime | None = None
    """What the clock was set to; None: to the usual time."""
    promised_at: datetime | None = None
    """When its readers were told to expect the next one."""
    every: timedelta | None = None
    """A slower cadence that was chosen for this severity."""
    status: Status | None = None
    severity: str | None = None
    """As it was told last."""
    letter: Letter = Letter()
    """What a person wrote in the last update; what it says beside the text is said again."""
    choice: Choice | None = None
    waiting: Waiting | None = None


class Updates(BaseModel):
    """The part of an incident's state that stakeholder updates need."""

    model_config = ConfigDict(frozen=True)

    told: dict[str, Told] = Field(default_factory=dict)
    """By the key of the audience."""
    restarted_at: datetime | None = None
    """When status or severity changed last, which starts every clock anew."""
    severity_at: datetime | None = None
    impact_at: datetime | None = None
    over_at: datetime | None = None
    """Since when it is resolved, cancelled or merged; closing changes nothing of it."""
    reopened_at: datetime | None = None

    def of(self, audience: str) -> Told:
        return self.told.get(audience) or Told()
