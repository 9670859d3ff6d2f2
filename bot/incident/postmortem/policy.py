"""What a team decided about its post-mortems."""

from __future__ import annotations

from datetime import timedelta

from pydantic import BaseModel, ConfigDict


class PostmortemPolicy(BaseModel):
    model_config = ConfigDict(frozen=True)

    locale: str | None = None
    """The language of the document; None: the team's."""
    due_after: timedelta = timedelta(hours=48)
    """Written and in review so long after it was resolved (product rule); elapsed time."""
    questions: bool = True
    """Whether sections show their guiding questions to whoever writes."""
