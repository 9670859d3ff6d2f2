"""Who may act: members of the workspace, and guests where they were invited."""

from __future__ import annotations

from bot.incident.errors import NotForDeactivated, NotForGuests
from bot.incident.ids import IncidentId, UserId
from bot.response.ports import Desk


async def require_member(desk: Desk, user: UserId) -> None:
    """Guests, foreign and deactivated people do not declare; when Slack cannot say, anybody may."""
    if await is_visitor(desk, user):
        raise NotForGuests()


async def require_welcome(desk: Desk, user: UserId, incident: IncidentId) -> None:
    """Guests and foreign people act, if the team lets them, in rooms they were invited to."""
    if not await is_visitor(desk, user):
        return
    async with desk.ledger.look() as work:
        inside = user in await work.members.of(incident)
    if not (inside and desk.policy().guests_may_act):
        raise NotForGuests()


async def is_visitor(desk: Desk, user: UserId) -> bool:
    person = await desk.directory.person(user)
    if person is not None and person.deactivated:
        raise NotForDeactivated()
    return person is not None and (person.guest or person.foreign)
