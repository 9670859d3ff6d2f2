"""Which earlier incidents one is like, as the bot finds, and which it repeats, as people say."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Because(StrEnum):
    """Why two incidents are alike, the strongest first."""

    ALERT = "same alert"
    SERVICE = "same service"
    WORDS = "similar words"


class Similar(_Value):
    number: int
    because: Because


class Repeats(_Value):
    """A part of an incident's state."""

    similar: tuple[Similar, ...] = ()
    """The most alike first."""
    of: tuple[int, ...] = ()
    """Those of which somebody said that this is a repeat."""


class SimilarFound(_Value):
    """All of them; those found before count no longer."""

    kind: Literal["similar_found"] = "similar_found"
    similar: tuple[Similar, ...]


class RepeatConfirmed(_Value):
    kind: Literal["repeat_confirmed"] = "repeat_confirmed"
    number: int


class RepeatDenied(_Value):
    """It was said to be a repeat of that one, and is not."""

    kind: Literal["repeat_denied"] = "repeat_denied"
    number: int


RepeatFact = SimilarFound | RepeatConfirmed | RepeatDenied
