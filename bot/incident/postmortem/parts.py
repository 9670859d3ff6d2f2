"""A managed part: rows that are read from the ledger, each with what it is told by."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.language import N_

Shows = Literal["message", "channel then", "channel", "source"]
SHOWN = (N_("message"), N_("channel then"), N_("channel"), N_("source"))
"""What a link is called, in the document's language."""


class Row(BaseModel):
    """One thing that is on record. Its cells are plain text, whatever people typed into it."""

    model_config = ConfigDict(frozen=True)

    key: str
    """The same for the same thing however often the part is built."""
    cells: tuple[str, ...]
    at: datetime | None = None
    link: str = ""
    """Where Slack shows it."""
    shows: Shows = "message"
    """Its own message, what was said last before it, or the channel as a whole."""

    @property
    def digest(self) -> str:
        said = "\x1f".join([self.at.isoformat() if self.at else "", *self.cells])
        return hashlib.sha256(said.encode(errors="replace")).hexdigest()[:16]

    @property
    def line(self) -> str:
        """As somebody edits it."""
        time = f"{self.at:%Y-%m-%d %H:%M} · " if self.at else ""
        cells = " · ".join(" ".join(cell.split()) for cell in self.cells if cell)
        return f"{time}{cells}"


class Part(BaseModel):
    """`columns`: what the cells are; of a plain list there is one cell and no column."""

    model_config = ConfigDict(frozen=True)

    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()

    @property
    def text(self) -> str:
        """As somebody edits it: a line a row."""
        return "\n".join(row.line for row in self.rows)


NOTHING = Part()


def plain_list(*rows: Row) -> Part:
    return Part(rows=rows)
