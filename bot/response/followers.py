"""Followers: whoever subscribed reads what the internal audience reads, by direct message."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from bot.incident.audience import AudienceKind
from bot.incident.composing import Composed
from bot.incident.effect import Effect, EffectId
from bot.incident.incident import Incident
from bot.incident.updates import UpdateId
from bot.language import locale_of
from bot.response.ports import Directory, UnitOfWork
from bot.response.updates_ports import Renderer

FOLLOW = "follow:"
"""Keys of updates by direct message: `follow:<update>:<person>`."""


async def tell_followers(
    work: UnitOfWork,
    renderer: Renderer,
    directory: Directory,
    incident: Incident,
    id: UpdateId,
    composed: Iterable[Composed],
) -> None:
    """Each in their own language; rendered once for each."""
    one = next((each for each in composed if each.audience.kind is AudienceKind.INTERNAL), None)
    if one is None:
        return
    said: dict[str, str] = {}
    for user in dict.fromkeys(each.person for each in await work.subscriptions.of(incident)):
        person = await directory.known(user)
        locale = locale_of(person.locale if person else None, one.audience.locale or "en")
        if locale not in said:
            audience = one.audience.model_copy(update={"locale": locale})
            said[locale] = renderer.render(audience, one.moment, one.facts).slack
        detail = {"to": user, "slack": said[locale]}
        await work.effects.put(
            Effect(
                id=EffectId(uuid.uuid4().hex),
                incident=incident.id,
                key=f"{FOLLOW}{id}:{user}",
                wanted="",
                detail=detail,
            )
        )
