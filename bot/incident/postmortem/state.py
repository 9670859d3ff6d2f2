"""How far the post-mortem of an incident has got; this part of its state follows from facts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from bot.incident.ids import UserId
from bot.incident.postmortem.review import Review
from bot.incident.postmortem.sections import Section, Template


class PostmortemStatus(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in review"
    REVIEWED = "reviewed"
    PUBLISHED = "published"
    WAIVED = "waived"


class Postmortem(BaseModel):
    model_config = ConfigDict(frozen=True)

    status: PostmortemStatus | None = None
    """None: nothing was drafted, and nobody has waived it."""
    template: Template = Template.FULL
    drafted_at: datetime | None = None
    owner: UserId | None = None
    due_at: datetime | None = None
    """Written and in review by then."""
    meeting_at: datetime | None = None
    written: dict[Section, int] = Field(default_factory=dict)
    """Where people have written, and how many markers their words still hold."""
    taken: tuple[Section, ...] = ()
    """The sections whose facts somebody has edited: they are theirs."""
    review: Review = Field(default_factory=Review)
    revisions: int = 0
    """How many there are; the next one is numbered after them."""

    @property
    def is_drafted(self) -> bool:
        return self.drafted_at is not None
