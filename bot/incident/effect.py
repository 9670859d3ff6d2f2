"""An effect: one thing the world shall show for an incident, and how far that has got."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NewType

from pydantic import ConfigDict
from sqlmodel import Field, SQLModel

from bot.incident.ids import IncidentId, SuggestionId

EffectId = NewType("EffectId", str)


class EffectState(StrEnum):
    PENDING = "pending"
    """Wanted; nothing is under way, and the last attempt, if any, is known to have done nothing."""
    TRYING = "trying"
    """An attempt was committed and its outcome is not known: it may have happened."""
    DONE = "done"
    FAILED = "failed"
    """Refused for good; waits for *Repair*, an operator, or another content."""
    DROPPED = "dropped"
    """An operator gave it up."""
    UNWANTED = "unwanted"
    """It was not carried out before the reason for it went away."""


UNDONE = frozenset({EffectState.PENDING, EffectState.TRYING, EffectState.FAILED})


class Effect(SQLModel):
    """The row of an effect. `wanted` and `done` are digests of content."""

    model_config = ConfigDict(frozen=True)  # type: ignore[assignment]

    id: EffectId
    incident: IncidentId | SuggestionId
    """What it is of."""
    key: str
    generation: int = 1
    """Rises when the message of an edited effect is gone and a replacement is posted."""
    wanted: str
    done: str | None = None
    state: EffectState = EffectState.PENDING
    attempts: int = 0
    """Since it last succeeded."""
    unsure: int = 0
    """How often it was tried again while nobody knew what the attempt before had done."""
    first_attempt_at: datetime | None = None
    attempted_at: datetime | None = None
    next_attempt_at: datetime | None = None
    """Not tried, and while trying not looked up, before this."""
    result: dict[str, str] = Field(default_factory=dict)
    """What Slack gave: channel, ts, bookmark …"""
    detail: dict[str, str] = Field(default_factory=dict)
    """What cannot be derived from the incident: where its declarer is to be answered."""
    error: str | None = None

    @property
    def mark(self) -> str:
        """What messages carry as metadata, so that a lost answer can be looked up."""
        return f"{self.id}.{self.generation}"
