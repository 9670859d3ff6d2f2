"""An incident: the state that the facts of its timeline add up to."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import ConfigDict
from sqlmodel import Field, SQLModel

from bot.incident.ids import ChannelId, IncidentId, UserId
from bot.incident.lifecycle import OPEN, Status

TITLE_LIMIT = 150
LOOK_AGAIN = timedelta(seconds=5)
"""The hint beside a wake-up call made at once: it is needed only when that call is lost."""
IMPACT_LIMIT = 1000


class Incident(SQLModel):
    """A value. Change it with `model_copy(update=…)` and save that through the ledger."""

    model_config = ConfigDict(frozen=True)  # type: ignore[assignment]

    id: IncidentId
    number: int
    title: str = Field(max_length=TITLE_LIMIT)
    severity: str
    status: Status = Status.INVESTIGATING
    impact: str = ""
    private: bool = False
    declared_by: UserId
    declared_at: datetime
    channel: ChannelId | None = None
    channel_name: str | None = None
    alike: tuple[int, ...] = ()
    """Numbers of incidents that are probably the same; noted on both cards."""
    version: int = 1
    """Counts the changes; a wake-up time computed from an older one is not stored."""
    wake_at: datetime | None = None
    """A hint when to look again; what is due is always computed."""

    @property
    def reference(self) -> str:
        return f"INC-{self.number}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN
