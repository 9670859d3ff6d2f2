"""What is remembered of somebody's Home tab."""

from __future__ import annotations

from datetime import datetime

from pydantic import ConfigDict
from sqlmodel import Field, SQLModel

from bot.incident.ids import UserId


class Home(SQLModel):
    """Drawn for whoever has opened it lately."""

    model_config = ConfigDict(frozen=True)  # type: ignore[assignment]

    person: UserId
    opened_at: datetime
    pages: dict[str, int] = Field(default_factory=dict)
    """Which page of each of its lists is shown, from 0; none is the first."""
    revision: int = 1
    """Counts what this person did: what was drawn from an older one is not taken for shown."""
    shown: str | None = None
    """Digest of what Slack shows; None: it has to be drawn."""
