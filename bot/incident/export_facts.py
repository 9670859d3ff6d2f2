"""The facts of what has left the bot: who exported an incident, as what, and where to."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Whereto(StrEnum):
    DIRECT = "direct"
    """To whoever asked, by direct message."""
    ROOM = "room"
    """Into the incident's channel."""


class Exported(BaseModel):
    """`entry.by` has asked for it; the file follows as an effect."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["exported"] = "exported"
    format: str
    whereto: Whereto
