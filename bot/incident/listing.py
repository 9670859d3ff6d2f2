"""Looking for incidents: what somebody asks for, what is found, and the words of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.lifecycle import Status
from bot.incident.text import folded
from bot.incident.timeline import Fact

WORDS = 12
"""So many words of a question are looked for."""
LONGEST_WORD = 60
_TEXTS = ("title", "impact", "text", "reason", "note", "done", "lasting")
_RENAMED = frozenset({"title_changed", "impact_changed"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """What is looked for, as far as this person may know of it."""

    by: UserId
    words: tuple[str, ...] | None = None
    """None: by state alone."""
    statuses: frozenset[Status] = frozenset()
    """Empty: whatever its status."""
    severity: str | None = None
    mine: bool = False
    """Declared by this person, or they have a role in it, or one is being handed to them."""
    inside: bool = False
    """Only those whose channel this person is in."""
    offset: int = 0
    limit: int = 12


@dataclass(frozen=True, slots=True)
class Found:
    """One page, and how many there are in all."""

    incidents: Sequence[Incident]
    total: int


def search_words(text: str) -> tuple[str, ...]:
    """What a search compares: letters and digits, lower case, without accents."""
    return tuple(word[:LONGEST_WORD] for word in re.findall(r"[^\W_]+", folded(text)))


def told_by(facts: Iterable[Fact]) -> str:
    """What people wrote in these facts."""
    return " ".join(text for fact in facts for text in _texts(fact))


def _texts(fact: Fact) -> list[str]:
    told = [getattr(fact, name, "") for name in _TEXTS]
    if fact.kind in _RENAMED:
        told.append(getattr(fact, "after", ""))
    return [text for text in told if isinstance(text, str) and text]
