"""The facts of the record of a channel."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict


class HistoryRead(BaseModel):
    """What was said in an adopted channel before it was an incident's is on the record."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["history_read"] = "history_read"
    messages: int
    since: datetime | None = None
    """When the first of them was sent."""


class WordsErased(BaseModel):
    """A message was deleted that facts, tasks or entries repeated: now they do not.

    `last_decision`: it was how the present decision was made.
    """

    model_config = ConfigDict(frozen=True)

    kind: Literal["words_erased"] = "words_erased"
    last_decision: bool = False
