"""Adopt: make an incident of a channel that is there already, with all that was said in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.incident.adoption import Place, require_adoptable, title_of
from bot.incident.adoption_errors import IsTaken
from bot.incident.ids import IncidentId
from bot.incident.incident import Incident
from bot.incident.likeness import most_alike, sounds_private
from bot.incident.masking import masker_of
from bot.incident.policy import Policy
from bot.incident.question import Declaration
from bot.incident.timeline import ChannelOpened
from bot.response.opening import note_likeness, write_incident
from bot.response.permission import require_member
from bot.response.ports import Desk, UnitOfWork


@dataclass(frozen=True, slots=True)
class Doubt:
    """Nothing is done yet: everybody reads the channel, and the title sounds as if they should not.

    Saying it again, for sure, does it.
    """

    declaration: Declaration


async def adopt(
    desk: Desk, place: Place, said: Declaration, *, sure: bool = False
) -> Incident | Doubt:
    """The same key, and the same channel, always lead to the same incident.

    Without a title it is called after the channel. Raises AdoptionError.
    """
    await require_member(desk, said.by)
    policy, now = desk.policy(), desk.clock.now()
    require_adoptable(place, policy, as_private=said.private)
    title = said.title or masker_of(policy.mask_patterns).mask(title_of(place)).text
    named = {"title": title, "private": place.private}
    declaration = said.model_copy(update=named)
    if not sure and _in_doubt(declaration, policy):
        return Doubt(declaration)
    async with desk.ledger.work() as work:
        if await work.intents.claim(said.key, now):
            incident = await _adopted(work, policy, place, declaration, now)
            await work.intents.settle(said.key, incident.id)
        else:
            led_to = await work.intents.outcome(said.key) or ""
            incident = await work.incidents.get(IncidentId(led_to))
    desk.waker.wake(incident.id)
    desk.waker.rescan()
    return incident


async def _adopted(
    work: UnitOfWork, policy: Policy, place: Place, declaration: Declaration, now: datetime
) -> Incident:
    """Whoever adopts the same channel at the same moment waits here, and then finds it taken."""
    await work.intents.claim(f"adopt:{place.channel}", now)
    if owner := await work.incidents.in_channel(place.channel):
        raise IsTaken(owner.reference, owner.status)
    alike = None
    if not declaration.private:
        others = await work.incidents.still_open()
        alike = most_alike(declaration.title, others, now, services=policy.services)
    room = ChannelOpened(channel=place.channel, name=place.name, adopted=True)
    incident = await write_incident(work, policy, declaration, now, room)
    return await note_likeness(work, incident, alike, now) if alike else incident


def _in_doubt(declaration: Declaration, policy: Policy) -> bool:
    return not declaration.private and sounds_private(declaration.title, policy.private_words)
