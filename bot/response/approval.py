"""Approval: an update that is written goes out when whoever is in command has read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.incident.audience import Audience
from bot.incident.composing import Wish
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.policy import Policy
from bot.incident.reach import audiences_of
from bot.incident.timeline import Fact
from bot.incident.updates import UpdateId, Waiting
from bot.incident.updates_errors import NothingWaits, OnlyTheCommander
from bot.incident.updates_facts import ApprovalRefused, UpdateSent
from bot.response.change import Changed, Request, change
from bot.response.ports import Desk, UnitOfWork
from bot.response.update_sending import deliver, pen_of, settle_approval


async def approve(desk: Desk, request: Request, id: UpdateId) -> Changed:
    """It goes out as things stand now, which is what the message that asked has shown."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        waiting, audiences = _waiting(incident, desk.policy(), id)
        await _require_commander(desk, incident, request.by)
        later = waiting.next_at if waiting.next_at and waiting.next_at > now else None
        wish = Wish(
            letter=waiting.letter,
            next_at=later,
            no_change=waiting.no_change,
            slower=waiting.slower,
        )
        composed = await deliver(pen_of(desk), work, incident, id, wish, audiences, now)
        await settle_approval(work, incident, id, "approved", request.by)
        told = tuple(one.telling for one in composed)
        return [UpdateSent(id=id, to=told, letter=wish.letter, author=waiting.by)]

    return await change(desk, request, decide)


async def refuse(desk: Desk, request: Request, id: UpdateId) -> Changed:
    """Whoever wrote it may take it back as well."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        waiting, _ = _waiting(incident, desk.policy(), id)
        if request.by != waiting.by:
            await _require_commander(desk, incident, request.by)
        await settle_approval(work, incident, id, "refused", request.by)
        return [ApprovalRefused(id=id)]

    return await change(desk, request, decide)


def _waiting(incident: Incident, policy: Policy, id: UpdateId) -> tuple[Waiting, list[Audience]]:
    every = [(incident.updates.of(one.key).waiting, one) for one in audiences_of(incident, policy)]
    found = [(waiting, one) for waiting, one in every if waiting and waiting.id == id]
    if not found:
        raise NothingWaits(incident.reference)
    return found[0][0], [one for _, one in found]


async def _require_commander(desk: Desk, incident: Incident, by: UserId) -> None:
    """Where nobody is in command, whoever looks at it a second time may approve it."""
    commander = incident.commander
    if commander is None or commander == by:
        return
    person = await desk.directory.known(commander)
    raise OnlyTheCommander(person.name if person else commander)
