"""Find incidents, as far as the one who asks may know of them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.incident.errors import NoSuchIncident
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.text import words_of
from bot.response.permission import require_member, require_welcome
from bot.response.ports import Desk, UnitOfWork


async def find(desk: Desk, number: int, by: UserId) -> Incident:
    """A private incident answers to strangers as a number that was never used."""
    async with desk.ledger.look() as work:
        incident = await work.incidents.numbered(number)
        seen = incident is not None and await may_see(work, incident, by)
    if incident is None or not seen:
        await require_member(desk, by)
        raise NoSuchIncident(f"INC-{number}")
    await require_welcome(desk, by, incident.id)
    return incident


async def open_incidents(
    desk: Desk, by: UserId, *, mine: bool = False, severity: str | None = None, words: str = ""
) -> Sequence[Incident]:
    """The open incidents that this person may see, newest first; `words` are of the title."""
    await require_member(desk, by)
    async with desk.ledger.look() as work:
        rooms = await work.members.incidents_of(by)
        return [
            incident
            for incident in await work.incidents.still_open()
            if (not incident.private or incident.declared_by == by or incident.id in rooms)
            and (not mine or incident.declared_by == by)
            and severity in (None, incident.severity)
            and words_of(words) <= words_of(incident.title)
        ]


async def may_see(work: UnitOfWork, incident: Incident, user: UserId) -> bool:
    if not incident.private or incident.declared_by == user:
        return True
    return user in await work.members.of(incident.id)
