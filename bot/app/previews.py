"""How the updates of an incident would read now: for whoever writes templates; nothing is sent."""

from __future__ import annotations

from dataclasses import dataclass

from bot.app.operator import desk_of, numbered
from bot.incident.audience import Audience
from bot.incident.composing import Wish, compose
from bot.incident.incident import Incident
from bot.incident.policy import Policy
from bot.incident.reach import audiences_of
from bot.incident.update_words import Rendered, UpdateMoment
from bot.language import locale_of
from bot.response.update_sending import known_around, pen_of
from bot.response.updates import require_reached
from bot.settings import Settings


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """What is left out is as it would be if the update went out now."""

    audience: str | None = None
    moment: UpdateMoment | None = None
    locale: str | None = None


async def previews(settings: Settings, number: int, wanted: Preview) -> list[tuple[str, Rendered]]:
    """Under a head for each audience that it reaches. Raises NoSuchIncident or NotReached.

    A private incident reaches only those on its list, here as well.
    """
    policy, found = settings.policy, []
    async with desk_of(settings) as desk:
        id = await numbered(desk, number)
        async with desk.ledger.look() as work:
            incident = await work.incidents.get(id)
            around = await known_around(pen_of(desk), work, incident, desk.clock.now())
        for audience in _meant(incident, policy, wanted):
            one = compose(incident, audience, policy, Wish(), around)
            moment = wanted.moment or one.moment
            said = desk.renderer.render(audience, moment, one.facts)
            locale = locale_of(audience.locale, policy.locale)
            found.append((f"{incident.reference} · {audience.key} · {moment} · {locale}", said))
    return found


def _meant(incident: Incident, policy: Policy, wanted: Preview) -> list[Audience]:
    if wanted.audience is None:
        meant = list(audiences_of(incident, policy))
    else:
        meant = require_reached(incident, policy, [wanted.audience])
    return [_in(one, wanted.locale) for one in meant]


def _in(audience: Audience, locale: str | None) -> Audience:
    return audience.model_copy(update={"locale": locale}) if locale else audience
