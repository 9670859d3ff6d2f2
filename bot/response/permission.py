"""Who may act, and on what: members of the workspace, and guests where they were invited."""

from __future__ import annotations

from collections.abc import Callable

from bot.incident.errors import NoSuchIncident, NotForDeactivated, NotForGuests
from bot.incident.ids import IncidentId, UserId
from bot.incident.incident import Incident
from bot.response.ports import Desk, UnitOfWork


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


async def may_see(work: UnitOfWork, incident: Incident, user: UserId) -> bool:
    if not incident.private or incident.declared_by == user:
        return True
    return user in await work.members.of(incident.id)


async def hidden_from(work: UnitOfWork, incident: Incident) -> Callable[[UserId], bool]:
    """The same for whoever it may be, looked up once."""
    if not incident.private:
        return lambda user: False
    inside = await work.members.of(incident.id) | {incident.declared_by}
    return lambda user: user not in inside


async def require_in_sight(work: UnitOfWork, incident: Incident, user: UserId) -> None:
    """Whoever has left a private channel may still have a form of it open."""
    if not await may_see(work, incident, user):
        raise NoSuchIncident(incident.reference)
