"""Handover: offer roles to somebody with what they have to know; it is theirs when they accept."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from bot.incident.changes import HandoverEnded, HandoverOffered
from bot.incident.handover import Handover, HandoverEnd, HandoverId
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.merging import require_apart
from bot.incident.policy import Policy
from bot.incident.relief import Relief, relief
from bot.incident.role_errors import (
    NoHandover,
    NoRoleHeld,
    NotYourOffer,
    OfferedToAnother,
    RoleEmpty,
    RoleTheirs,
    RoleYours,
)
from bot.incident.roles import Role
from bot.incident.text import shortened
from bot.incident.timeline import Fact
from bot.response.change import Changed, Request, change
from bot.response.join import let_in
from bot.response.ports import Desk, UnitOfWork
from bot.response.roles import name_of, require_able, taken
from bot.response.sayings import amend, promise

HANDOVER, ANSWERED = "handover", "handover_answered"
NOTE_LIMIT = 1000


async def offer(
    desk: Desk, request: Request, roles: Sequence[Role], to: UserId, note: str = ""
) -> Changed:
    """No `roles`: all that this person holds. One role is offered in the name of its holder.

    A later offer withdraws an earlier one that is still open.
    """
    await require_able(desk, request, to)
    note = shortened(note, NOTE_LIMIT)

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        require_apart(incident)
        holder, offered = _offered(incident, request.by, roles)
        if to == holder:
            same = RoleYours(offered[0]) if to == request.by else None
            raise same or RoleTheirs(offered[0], await name_of(desk, to))
        facts = await _withdrawn(work, incident)
        id = HandoverId(uuid.uuid4().hex)
        summary = await _relief(desk, work, incident, note)
        parts = {"id": str(id), "user": str(to), "relief": summary.model_dump_json()}
        await promise(work, incident.id, HANDOVER, **parts)
        await let_in(work, incident, to)
        return [*facts, HandoverOffered(id=id, roles=offered, holder=holder, to=to, note=note)]

    return await change(desk, request, decide)


async def accept(desk: Desk, request: Request) -> Changed:
    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        offer = await _answered(desk, work, incident, request.by, HandoverEnd.ACCEPTED)
        moved = [role for role in offer.roles if incident.holder(role) == offer.by]
        ended = HandoverEnded(id=offer.id, end=HandoverEnd.ACCEPTED)
        return [ended, *(taken(incident, role, offer.to) for role in moved)]

    return await change(desk, request, decide)


async def decline(desk: Desk, request: Request) -> Changed:
    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        offer = await _answered(desk, work, incident, request.by, HandoverEnd.DECLINED)
        return [HandoverEnded(id=offer.id, end=HandoverEnd.DECLINED)]

    return await change(desk, request, decide)


async def withdraw(desk: Desk, request: Request) -> Changed:
    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        offer = _open(incident)
        if offer.by != request.by:
            raise NotYourOffer(await name_of(desk, offer.by))
        return [HandoverEnded(id=offer.id, end=HandoverEnd.WITHDRAWN)]

    return await change(desk, request, decide)


def _offered(
    incident: Incident, by: UserId, roles: Sequence[Role]
) -> tuple[UserId, tuple[Role, ...]]:
    if not roles:
        mine = tuple(role for role, holding in incident.roles.items() if holding.user == by)
        if not mine:
            raise NoRoleHeld(incident.reference)
        return by, mine
    holder = incident.holder(roles[0])
    if holder is None:
        raise RoleEmpty(roles[0])
    return holder, tuple(role for role in roles if incident.holder(role) == holder)


async def _answered(
    desk: Desk, work: UnitOfWork, incident: Incident, by: UserId, end: HandoverEnd
) -> Handover:
    offer = _open(incident)
    if offer.to != by:
        raise OfferedToAnother(offer.to, await name_of(desk, offer.to), offer.roles[0])
    parts = {"end": end.value, "by": str(by), "role": offer.roles[0].value}
    await promise(work, incident.id, ANSWERED, to=offer.by, **parts)
    return offer


def _open(incident: Incident) -> Handover:
    if incident.handover is None or not incident.handover.is_open:
        raise NoHandover(incident.reference)
    return incident.handover


async def _withdrawn(work: UnitOfWork, incident: Incident) -> list[Fact]:
    """The incident remembers the last offer only, so the message of the one before is told."""
    before = incident.handover
    if before is None:
        return []
    end = before.end or HandoverEnd.WITHDRAWN
    settled = {"end": end.value, "holder": str(before.by), "roles": " ".join(before.roles)}
    for effect in await work.effects.of(incident.id):
        if effect.detail.get("what") == HANDOVER and effect.detail.get("id") == before.id:
            await amend(work, incident.id, effect.key, **settled)
    return [HandoverEnded(id=before.id, end=end)] if before.is_open else []


async def _relief(desk: Desk, work: UnitOfWork, incident: Incident, note: str) -> Relief:
    entries = await work.timeline.of(incident.id)
    tasks = await work.tasks.of(incident.id)
    due = _resolve_by(desk.policy(), incident)
    found = relief(incident, entries, tasks, resolve_by=due, risks=note)
    names = {user: await name_of(desk, user) for user in set(found.people())}
    return found.model_copy(update={"names": names})


def _resolve_by(policy: Policy, incident: Incident) -> datetime | None:
    level = policy.severities.get(incident.severity)
    within = level.resolve_within if level and incident.is_open else None
    return incident.declared_at + within if within is not None else None
