"""Finds earlier incidents that are like a new one, and says why; people say whether it repeats."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from bot.incident.errors import IncidentError, NoChange
from bot.incident.ids import ChannelId, IncidentId
from bot.incident.likeness import telling_words
from bot.incident.repeat_facts import (
    Because,
    RepeatConfirmed,
    RepeatDenied,
    Repeats,
    Similar,
    SimilarFound,
)
from bot.incident.service import Services, likely_service
from bot.incident.task import Task
from bot.language import N_

if TYPE_CHECKING:
    from bot.incident.alert_facts import Alerts
    from bot.incident.incident import Incident
    from bot.incident.timeline import TimelineEntry

BECAUSE: Mapping[Because, str] = {
    Because.ALERT: N_("the same alert"),
    Because.SERVICE: N_("the same service"),
    Because.WORDS: N_("similar words"),
}
LOOK_BACK = timedelta(days=90)
MOST = 3
ENOUGH_WORDS = 2
HALF = 0.5
"""Of what the words of both titles tell, at least so much is the same."""
_STRENGTH = {Because.ALERT: 3, Because.SERVICE: 2, Because.WORDS: 1}


class OfItself(IncidentError):
    message = N_("{reference} is no repeat of itself. Name the earlier one: `repeat INC-7`.")

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)


class WouldName(IncidentError):
    message = N_("*{other}* is private and *{one}* is not: everybody there would read of it.")

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one=one, other=other)


class NotARepeat(IncidentError):
    message = N_("*{one}* is not noted as a repeat of *{other}*.")

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one=one, other=other)


class Sighting(BaseModel):
    """What one incident is compared by."""

    model_config = ConfigDict(frozen=True)

    number: int
    title: str
    service: str | None = None
    at: datetime
    fingerprints: frozenset[str] = frozenset()
    """Of its alerts."""
    labels: frozenset[str] = frozenset()
    """Of its alerts, those of one alert together."""


class Past(BaseModel):
    """An earlier incident as it stands now, with what is still to be done after it."""

    model_config = ConfigDict(frozen=True)

    id: IncidentId
    number: int
    title: str
    declared_at: datetime
    channel: ChannelId | None = None
    actions: tuple[Task, ...] = ()
    """Its open action items."""

    @property
    def reference(self) -> str:
        return f"INC-{self.number}"


class Earlier(BaseModel):
    """What everybody may see of the incidents that one names."""

    model_config = ConfigDict(frozen=True)

    past: tuple[Past, ...] = ()
    """Those it may repeat, and those that it does, in the order in which they are shown."""
    chain: tuple[int, ...] = ()
    """All that it repeats, also by way of others."""
    visible: tuple[int, ...] = ()
    """The numbers that may be named: a private incident's never is."""


def similar(
    this: Sighting, others: Iterable[Sighting], services: Services = ()
) -> tuple[Similar, ...]:
    """At most three of the last 90 days, the most alike first. Pure."""
    before = [
        other
        for other in others
        if other.number != this.number and timedelta(0) <= this.at - other.at <= LOOK_BACK
    ]
    weights = _weights([this, *before])
    ranked = []
    for other in before:
        score = _words_shared(this, other, weights)
        if because := _because(this, other, score, services):
            ranked.append((_STRENGTH[because], score, other.at, other.number, because))
    ranked.sort(reverse=True)
    return tuple(Similar(number=number, because=why) for *_, number, why in ranked[:MOST])


def _because(this: Sighting, other: Sighting, score: float, services: Services) -> Because | None:
    if this.fingerprints & other.fingerprints:
        return Because.ALERT
    mine = likely_service(services, this.title, this.service)
    is_same = mine is not None and mine == likely_service(services, other.title, other.service)
    if is_same and (this.labels & other.labels or not (this.labels and other.labels)):
        return Because.SERVICE
    return Because.WORDS if score >= HALF else None


def _weights(all_: Sequence[Sighting]) -> Mapping[str, float]:
    """A word that stands in every second title says little."""
    count: dict[str, int] = {}
    for one in all_:
        for word in telling_words(one.title):
            count[word] = count.get(word, 0) + 1
    return {word: 1.0 + math.log(len(all_) / n) for word, n in count.items()}


def _words_shared(this: Sighting, other: Sighting, weights: Mapping[str, float]) -> float:
    """How much of what both titles tell is the same, from 0 to 1."""
    mine, theirs = telling_words(this.title), telling_words(other.title)
    both = mine & theirs
    if len(both) < min(ENOUGH_WORDS, len(mine)) or not both:
        return 0.0
    told = [sum(map(weights.__getitem__, words)) for words in (both, mine, theirs)]
    return 2 * told[0] / (told[1] + told[2])


def labels_of(alerts: Alerts) -> frozenset[str]:
    """What its alerts say of where they come from, but for single machines."""
    return frozenset(one.group for one in alerts.linked if one.group)


def sighting(incident: Incident) -> Sighting:
    return Sighting(
        number=incident.number,
        title=incident.title,
        service=incident.service,
        at=incident.declared_at,
        fingerprints=frozenset(one.id for one in incident.alerts.linked),
        labels=labels_of(incident.alerts),
    )


def confirming(incident: Incident, other: Incident) -> RepeatConfirmed:
    """Raises IncidentError where it says nothing new, or would name what is private."""
    if other.id == incident.id:
        raise OfItself(incident.reference)
    if other.private and not incident.private:
        raise WouldName(incident.reference, other.reference)
    if other.number in incident.repeats.of:
        raise NoChange(incident.reference)
    return RepeatConfirmed(number=other.number)


def denying(incident: Incident, number: int) -> RepeatDenied:
    if number not in incident.repeats.of:
        raise NotARepeat(incident.reference, f"INC-{number}")
    return RepeatDenied(number=number)


def repeats_after(incident: Incident, entry: TimelineEntry) -> Repeats:
    """What this fact makes of them. Pure."""
    now, fact = incident.repeats, entry.fact
    match fact:
        case SimilarFound(similar=found):
            return now.model_copy(update={"similar": found})
        case RepeatConfirmed(number=number) if number not in now.of:
            return now.model_copy(update={"of": (*now.of, number)})
        case RepeatDenied(number=number):
            return now.model_copy(update={"of": tuple(n for n in now.of if n != number)})
    return now


def named(incident: Incident) -> list[int]:
    """The numbers of all that are to be shown with it: those confirmed first."""
    found = (one.number for one in incident.repeats.similar)
    return list(dict.fromkeys([*incident.repeats.of, *found]))
