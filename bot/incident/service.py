"""The service catalogue: who owns a service, and what helps when it fails."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, HttpUrl
from rapidfuzz import fuzz

from bot.incident.text import folded, words_of

STALE_AFTER = timedelta(days=365)
_NEAR = 75
"""Out of a hundred; below it two names have only letters in common."""


class Guide(BaseModel):
    """A runbook, a playbook or a dashboard, somewhere else."""

    model_config = ConfigDict(frozen=True)

    title: str
    url: HttpUrl
    owner: str = ""
    reviewed: date | None = None

    def is_stale(self, today: date) -> bool:
        """Nobody has looked at it for a year, or nobody knows when."""
        return self.reviewed is None or today - self.reviewed > STALE_AFTER


class Service(BaseModel):
    model_config = ConfigDict(frozen=True)

    key: str
    name: Mapping[str, str] = Field(default_factory=dict)
    owner_group: str | None = None
    on_call_group: str | None = None
    on_call_schedule: str | None = None
    secondary_schedule: str | None = None
    """Keys of schedules."""
    runbooks: tuple[Guide, ...] = ()
    playbooks: tuple[Guide, ...] = ()
    dashboards: tuple[Guide, ...] = ()
    rollback_when: tuple[str, ...] = ()
    """Each of them is a reason to roll back; ticked on the decision card."""
    audiences: tuple[str, ...] = ()

    def named(self, locale: str) -> str:
        return self.name.get(locale) or self.name.get("en") or self.key

    @property
    def groups(self) -> tuple[str, ...]:
        """User groups that are invited when it fails."""
        return tuple(group for group in (self.owner_group, self.on_call_group) if group)

    @property
    def guides(self) -> tuple[Guide, ...]:
        return (*self.runbooks, *self.playbooks)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(map(folded, (self.key, *self.name.values())))


Services = Sequence[Service]
Found = TypeVar("Found")


def service_keyed(services: Services, key: str | None) -> Service | None:
    """None as well for a key that configuration no longer has."""
    return next((service for service in services if service.key == key), None)


def service_typed(services: Services, text: str) -> Service | None:
    """By its key or one of its names, else the one that is spelled almost like that."""
    word = folded(text)
    exact = next((service for service in services if word in service.names), None)
    return exact or _nearest([(s, name) for s in services for name in s.names], word)


def service_in_title(services: Services, title: str) -> Service | None:
    """The service whose key or name a title holds, whole words only; the longest name wins."""
    words = words_of(title)
    held = [
        (len(name), service)
        for service in services
        for name in service.names
        if (parts := words_of(name)) and parts <= words
    ]
    return max(held, key=lambda found: found[0])[1] if held else None


def likely_service(services: Services, title: str, chosen: str | None) -> str | None:
    """The service somebody chose, else the one that the title names."""
    named = None if chosen else service_in_title(services, title)
    return named.key if named else chosen


def guides_typed(services: Services, text: str) -> list[tuple[Service, Guide]]:
    """The guides whose titles hold these words, else the one that comes nearest."""
    every = [(service, guide) for service in services for guide in service.guides]
    words = words_of(text)
    found = [each for each in every if words <= words_of(each[1].title)]
    if found:
        return found
    near = _nearest([(each, folded(each[1].title)) for each in every], folded(text))
    return [near] if near else []


def criteria(service: Service | None) -> Iterator[tuple[str, str]]:
    """A key and the text for each; the key follows the text, so that ticks survive a new order."""
    for text in service.rollback_when if service else ():
        yield f"rollback:{hashlib.sha256(text.encode()).hexdigest()[:10]}", text


def _nearest(named: Sequence[tuple[Found, str]], word: str) -> Found | None:
    scored = [(fuzz.ratio(word, name), place) for place, (_, name) in enumerate(named)]
    best = max(scored, key=lambda each: (each[0], -each[1]), default=None)
    return named[best[1]][0] if best and best[0] >= _NEAR else None
