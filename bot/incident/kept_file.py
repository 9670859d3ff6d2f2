"""Files that were posted in an incident's channel, and of which the bot keeps a copy."""

from __future__ import annotations

from enum import StrEnum

from pydantic import ConfigDict
from sqlmodel import SQLModel

from bot.incident.ids import ChannelId, MessageTs
from bot.incident.message import File

MEGABYTE = 2**20
_DRAWN_BY_PROGRAMS = "image/svg"
"""Text that a browser runs, and that could hold what is masked elsewhere."""


class KeepFiles(StrEnum):
    NONE = "none"
    IMAGES = "images"


class KeptFile(SQLModel):
    """What is known of the copy, without the copy itself. It belongs to its message."""

    model_config = ConfigDict(frozen=True)  # type: ignore[assignment]

    channel: ChannelId
    ts: MessageTs
    file: str
    name: str = ""
    type: str = ""
    size: int | None = None
    """Bytes; None until they are here."""
    sha256: str | None = None


def may_be_image(file: File) -> bool:
    """Also where Slack does not say what it is before it is asked."""
    return not file.type or is_image(file.type)


def is_image(type: str) -> bool:
    return type.startswith("image/") and not type.startswith(_DRAWN_BY_PROGRAMS)
