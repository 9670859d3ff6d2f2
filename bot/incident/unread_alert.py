"""What a sender of alerts sent and nobody could read, kept so that an operator can look at it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Self

from pydantic import ConfigDict
from sqlmodel import SQLModel

from bot.incident.alert_words import a_text

BODY, WHY = 16_000, 500
"""So many characters of each are kept."""
KEPT = 50
"""So many of each sender, the latest."""


class UnreadAlert(SQLModel):
    """Without its secrets. The same again is counted."""

    model_config = ConfigDict(frozen=True)  # type: ignore[assignment]

    key: str
    source: str
    why: str
    body: str
    count: int = 1
    first_at: datetime
    last_at: datetime

    @classmethod
    def of(cls, source: str, why: str, body: str, at: datetime) -> Self:
        """`body`: masked."""
        text, why = a_text(body, BODY), a_text(why, WHY)
        key = hashlib.sha256("\0".join((source, why, text)).encode()).hexdigest()
        return cls(key=key, source=source, why=why, body=text, first_at=at, last_at=at)
