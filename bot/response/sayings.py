"""Promising that something will be said, once: the promise is written with the fact it follows."""

from __future__ import annotations

import uuid

from bot.incident.effect import Effect, EffectId
from bot.incident.ids import IncidentId
from bot.response.ports import UnitOfWork

PREFIX = "say:"
"""Keys of effects that were promised by a verb, and are not derived from the incident's state."""


async def promise(
    work: UnitOfWork, incident: IncidentId, what: str, *, to: str = "", **parts: str
) -> str:
    """`what` names the saying (slack/views/sayings), `to` the person it goes to privately.

    Without `to` it is said in the incident's channel. Returns the key, by which it can be changed.
    """
    id = uuid.uuid4().hex
    detail = {"what": what, "to": to, **parts}
    effect = Effect(
        id=EffectId(id),
        incident=incident,
        key=f"{PREFIX}{what}:{id[:12]}",
        wanted="",
        detail=detail,
    )
    await work.effects.put(effect)
    return effect.key


async def amend(work: UnitOfWork, incident: IncidentId, key: str, **parts: str) -> None:
    """What was said changes in place, for example because its question was answered."""
    for effect in await work.effects.of(incident):
        if effect.key == key:
            detail = {**effect.detail, **parts}
            await work.effects.put(effect.model_copy(update={"detail": detail}))
