"""Roles: take one, give one, drop one, or set several at once; command never waits for anybody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from bot.incident.changes import HandoverEnded, RoleDropped, RoleTaken
from bot.incident.errors import NotInside
from bot.incident.fields import Fields, refuse_stale
from bot.incident.handover import HandoverEnd
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.merging import require_apart
from bot.incident.role_errors import (
    CannotHold,
    NoRoleHeld,
    RoleEmpty,
    RoleHeld,
    RoleTheirs,
    RoleYours,
    VisitorOutside,
    WhichRole,
)
from bot.incident.roles import Role
from bot.incident.timeline import Fact
from bot.response.change import Changed, Request, change
from bot.response.join import let_in
from bot.response.ports import Desk, UnitOfWork
from bot.response.sayings import promise

GIVEN, LOST = "role_given", "role_lost"


async def take(
    desk: Desk, request: Request, role: Role, *, over: bool = False, of: UserId | None = None
) -> Changed:
    """`over`: also when somebody holds it, or only when `of` does: others may have been faster.

    Raises RoleHeld, with since when, for whoever has not said that yet.
    """

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        holding = incident.roles.get(role)
        if holding and not holding.automatic:
            if holding.user == request.by:
                raise RoleYours(role)
            if not over or of not in (None, holding.user):
                seen = await work.members.last_spoke(incident.id, holding.user)
                raise RoleHeld(role, holding, seen)
        return await _given(work, incident, {role: request.by}, request.by)

    return await change(desk, request, decide)


async def assign(desk: Desk, request: Request, role: Role, user: UserId) -> Changed:
    """At once, whoever holds it; they hear of it."""
    await require_able(desk, request, user)

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        holding = incident.roles.get(role)
        if holding and holding.user == user and not holding.automatic:
            if user == request.by:
                raise RoleYours(role)
            raise RoleTheirs(role, await name_of(desk, user))
        return await _given(work, incident, {role: user}, request.by)

    return await change(desk, request, decide)


async def drop(desk: Desk, request: Request, role: Role | None) -> Changed:
    """Without a role: the only one that this person holds."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        dropped = role or _only_role(incident, request.by)
        if incident.holder(dropped) is None:
            raise RoleEmpty(dropped)
        return await _dropped(work, incident, [dropped], request.by)

    return await change(desk, request, decide)


async def arrange(
    desk: Desk, request: Request, wanted: Mapping[Role, UserId | None], seen: Fields
) -> Changed:
    """What a form changes: for each role who gets it, or that nobody does. Raises StaleForm."""
    for user in wanted.values():
        if user is not None:
            await require_able(desk, request, user)

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        refuse_stale(incident, seen, [f"role.{role.value}" for role in wanted])
        given = {r: user for r, user in wanted.items() if user and incident.holder(r) != user}
        left = [r for r, user in wanted.items() if user is None and incident.holder(r)]
        facts = await _given(work, incident, given, request.by)
        return [*facts, *await _dropped(work, incident, left, request.by)]

    return await change(desk, request, decide)


async def require_able(desk: Desk, request: Request, user: UserId) -> None:
    """Bots and deactivated people hold no role; what is private is given to those inside only."""
    person = await desk.directory.person(user)
    if person is not None and (person.is_bot or person.deactivated):
        raise CannotHold(person.name)
    async with desk.ledger.look() as work:
        incident = await work.incidents.get(request.incident)
        inside = user in (await work.members.of(incident.id) | {incident.declared_by})
    name = person.name if person else user
    if incident.private and not inside:
        raise NotInside(name)
    visitor = person is not None and (person.guest or person.foreign)
    if visitor and not (inside and desk.policy().guests_may_act):
        raise VisitorOutside(name)


async def name_of(desk: Desk, user: UserId) -> str:
    person = await desk.directory.known(user)
    return person.name if person else user


def ended_offer(incident: Incident, roles: Collection[Role]) -> list[Fact]:
    """An offer of a role that goes another way is over."""
    offer = incident.handover
    if offer is None or not offer.is_open or not set(offer.roles) & set(roles):
        return []
    return [HandoverEnded(id=offer.id, end=HandoverEnd.OVERTAKEN)]


def taken(incident: Incident, role: Role, user: UserId) -> RoleTaken:
    before = incident.holder(role)
    return RoleTaken(role=role, user=user, before=before if before != user else None)


async def _given(
    work: UnitOfWork, incident: Incident, given: Mapping[Role, UserId], by: UserId
) -> list[Fact]:
    require_apart(incident)
    for role, user in given.items():
        await _tell_former(work, incident, role, by, user)
        if user != by:
            await promise(work, incident.id, GIVEN, to=user, role=role.value, by=by)
        await let_in(work, incident, user)
    facts = ended_offer(incident, given.keys())
    return [*facts, *(taken(incident, role, user) for role, user in given.items())]


async def _dropped(
    work: UnitOfWork, incident: Incident, roles: Iterable[Role], by: UserId
) -> list[Fact]:
    facts: list[Fact] = []
    for role in roles:
        holder = incident.holder(role)
        if holder is not None:
            await _tell_former(work, incident, role, by, None)
            facts += [*ended_offer(incident, [role]), RoleDropped(role=role, user=holder)]
    return facts


async def _tell_former(
    work: UnitOfWork, incident: Incident, role: Role, by: UserId, user: UserId | None
) -> None:
    before = incident.holder(role)
    if before is not None and before not in (by, user):
        parts = {"role": role.value, "by": str(by), "user": str(user or "")}
        await promise(work, incident.id, LOST, to=before, **parts)


def _only_role(incident: Incident, user: UserId) -> Role:
    mine = [role for role, holding in incident.roles.items() if holding.user == user]
    if not mine:
        raise NoRoleHeld(incident.reference)
    if len(mine) > 1:
        raise WhichRole(mine)
    return mine[0]
