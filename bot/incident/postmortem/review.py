"""How the review of a post-mortem stands: a part of its state, which follows from facts."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from bot.incident.ids import UserId


class Review(BaseModel):
    model_config = ConfigDict(frozen=True)

    refused: tuple[UserId, ...] = ()
    """Who would not own it."""
    owner_since: datetime | None = None
    meeting_by: UserId | None = None
    meetings: int = 0
    """How often a meeting was set; each time its invitation counts for more than those before."""
    meeting_was: datetime | None = None
    """The time before that, which calendars may still show."""
    reviewers: tuple[UserId, ...] = ()
    asked_at: datetime | None = None
    """Since when it is in review."""
    approvals: dict[UserId, int] = Field(default_factory=dict)
    """Who approved it, and how many revisions there were then."""
    reviewed_at: datetime | None = None
    published_at: datetime | None = None
    despite: str = ""
    """Why it went on though something was missing, as was said last."""
    rest_at: datetime | None = None
    """When what the resolution left is asked for; None: at once."""

    def anew(self) -> Review:
        """Nobody has approved anything yet."""
        fresh = Review()
        kept = ("approvals", "asked_at", "reviewed_at", "published_at")
        return self.model_copy(update={name: getattr(fresh, name) for name in kept})

    @property
    def missing(self) -> tuple[UserId, ...]:
        """The reviewers who have not approved it."""
        return tuple(user for user in self.reviewers if user not in self.approvals)
