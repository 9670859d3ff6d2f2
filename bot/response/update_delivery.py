"""Sending an update: one effect for each audience and destination, written with the fact."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.incident.audience import (
    Announcement,
    Audience,
    Destination,
    Email,
    IncidentRoom,
    SlackChannel,
    SlackUser,
    StatuspagePage,
    Webhook,
)
from bot.incident.effect import Effect, EffectId, EffectState
from bot.incident.incident import Incident
from bot.incident.update_words import Rendered, UpdateFacts, UpdateMoment
from bot.response.ports import UnitOfWork

PREFIX = "update:"
"""Keys of deliveries: `update:<update>:<audience>:<destination>`."""
_KEPT = frozenset({"nth", "audience", "destination", "moment", "status"})
"""What is remembered of a delivery that was made."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sending:
    """One update as one audience gets it. `update` is an id without a colon."""

    update: str
    audience: Audience
    moment: UpdateMoment
    facts: UpdateFacts
    rendered: Rendered


@dataclass(frozen=True, slots=True)
class Delivery:
    """How far an update has got with one destination."""

    key: str
    update: str
    audience: str
    destination: str
    state: EffectState
    error: str | None


async def send(work: UnitOfWork, incident: Incident, sendings: Iterable[Sending]) -> list[str]:
    """The keys of the effects; what an update was sent to before, it is not sent to again."""
    known = [effect.key for effect in await work.effects.of(incident.id)]
    fresh: list[str] = []
    for sending in sendings:
        for place in sending.audience.destinations:
            key = delivery_key(sending.update, sending.audience, place)
            if key not in known:
                await work.effects.put(_effect(incident, key, sending, place, known))
                known.append(key)
                fresh.append(key)
    return fresh


def delivery_key(update: str, audience: Audience, place: Destination) -> str:
    return f"{PREFIX}{update}:{audience.key}:{place.key}"


def deliveries(effects: Iterable[Effect], update: str | None = None) -> Sequence[Delivery]:
    """Of one update or of all, each destination with how far it has got."""
    found = (delivery_of(effect) for effect in effects if effect.key.startswith(PREFIX))
    return [delivery for delivery in found if update in (None, delivery.update)]


def delivery_of(effect: Effect) -> Delivery:
    update, audience, destination = effect.key.removeprefix(PREFIX).split(":", 2)
    return Delivery(effect.key, update, audience, destination, effect.state, effect.error)


def same_way(key: str) -> str:
    """The audience and destination of a delivery: what comes the same way keeps its order."""
    return key.removeprefix(PREFIX).partition(":")[2]


def _effect(
    incident: Incident, key: str, sending: Sending, place: Destination, known: Sequence[str]
) -> Effect:
    before = sum(
        1 for other in known if other.startswith(PREFIX) and same_way(other) == same_way(key)
    )
    detail = {
        "nth": str(before + 1),
        "audience": sending.audience.key,
        "destination": place.key,
        "moment": sending.moment.value,
        **_words(sending, place),
    }
    return Effect(
        id=EffectId(uuid.uuid4().hex), incident=incident.id, key=key, wanted="", detail=detail
    )


def _words(sending: Sending, place: Destination) -> dict[str, str]:
    """What this place needs of an update, as it will be said however long it takes."""
    said, facts = sending.rendered, sending.facts
    match place:
        case IncidentRoom() | Announcement() | SlackChannel() | SlackUser():
            return {"slack": said.slack}
        case Email():
            return {"subject": said.subject, "plain": said.plain, "html": said.html}
        case StatuspagePage():
            return {
                "title": said.title or facts.reference,
                "plain": said.plain,
                "status": facts.status.value,
            }
        case Webhook():
            told = _told(sending)
            return {"subject": said.subject, "plain": said.plain, "html": said.html, **told}


def _told(sending: Sending) -> dict[str, str]:
    """What a program can read without parsing words. Severity is not for people outside."""
    facts = sending.facts
    title = sending.rendered.title or facts.reference
    times = {"at": facts.at, "next_update_at": facts.next_update_at, "started": facts.started}
    told = {name: at.isoformat() for name, at in times.items() if at is not None}
    if not sending.audience.outside:
        told["severity"] = facts.severity
    return {
        "reference": facts.reference,
        "title": title,
        "status": facts.status.value,
        **told,
    }


async def forget_words(work: UnitOfWork, effect: Effect) -> None:
    """What was delivered is kept by the update itself, not by each of its ways."""
    kept = {name: said for name, said in effect.detail.items() if name in _KEPT}
    await work.effects.put(effect.model_copy(update={"detail": kept}))
