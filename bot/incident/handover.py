"""A handover: roles offered with a summary, accepted or declined; never the only way."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from pydantic import BaseModel, ConfigDict

from bot.incident.ids import UserId
from bot.incident.roles import Role

HandoverId = NewType("HandoverId", str)
REMIND_AFTER = timedelta(minutes=5)
"""Both are reminded once (product rule)."""
SUGGEST_AFTER = timedelta(hours=3)
"""So long in command, a relief is suggested."""


class HandoverEnd(StrEnum):
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"
    """One of its roles went another way meanwhile."""


class Handover(BaseModel):
    """The last one offered; an ended one stays until the next, for its message shows how."""

    model_config = ConfigDict(frozen=True)

    id: HandoverId
    roles: tuple[Role, ...]
    by: UserId
    """Who holds the roles and offers them."""
    to: UserId
    at: datetime
    note: str = ""
    end: HandoverEnd | None = None
    ended_by: UserId | None = None

    @property
    def is_open(self) -> bool:
        return self.end is None
