"""When two incidents are probably the same one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.incident.incident import Incident
from bot.incident.service import Services, likely_service
from bot.incident.text import folded, words_of

RECENT = timedelta(minutes=30)
ENOUGH_WORDS = 2
_EMPTY = words_of(
    "a an and are at by for from has have in is it not of off on or our out the to was we with all"
    " au aux avec ce ces dans de des du elle en est et il la le les mais ne nos notre nous ou par"
    " pas plus pour que qui sa ses son sont sur un une tous toutes"
)


def telling_words(title: str) -> frozenset[str]:
    """The words that say what is broken; articles and the like would make everything alike."""
    return frozenset(word for word in words_of(title) if len(word) > 1) - _EMPTY


def most_alike(
    title: str,
    others: Iterable[Incident],
    now: datetime,
    *,
    service: str | None = None,
    services: Services = (),
) -> Incident | None:
    """The open, public incident of the last 30 minutes with two telling words of the title, or
    about the same service: chosen, or named by the title.

    A private incident is never a likeness: the question alone would tell that it exists.
    """
    words, about = telling_words(title), likely_service(services, title, service)
    alike = [
        (len(words & telling_words(other.title)), other.declared_at, other)
        for other in others
        if other.is_open and not other.private and now - other.declared_at <= RECENT
    ]
    enough = [
        found for found in alike if found[0] >= ENOUGH_WORDS or _is_about(found[2], about, services)
    ]
    return max(enough, key=lambda found: found[:2])[2] if enough else None


def same_service(service: str, others: Iterable[Incident], now: datetime) -> Incident | None:
    """The open, public incident of the last 30 minutes that was said to be of this service."""
    mine = (other for other in others if other.service == service)
    return most_alike("", mine, now, service=service)


def _is_about(incident: Incident, service: str | None, services: Services) -> bool:
    theirs = likely_service(services, incident.title, incident.service)
    return service is not None and theirs == service


def sounds_private(title: str, phrases: Iterable[str]) -> bool:
    """Whether the title holds a configured word or phrase ("data leak"), whole words only."""
    padded = f" {' '.join(_in_order(title))} "
    return any(f" {' '.join(_in_order(phrase))} " in padded for phrase in phrases)


def _in_order(text: str) -> list[str]:
    return re.findall(r"\w+", folded(text))
