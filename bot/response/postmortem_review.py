"""Reviewing a post-mortem: its owner, its meeting, and its way from draft to published."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.incident.errors import NotAnOwner, NotInside
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.policy import Policy
from bot.incident.postmortem.review_facts import RestPutOff
from bot.incident.postmortem.reviewing import (
    approving,
    asking,
    naming,
    publishing,
    refusing,
    returning,
    scheduling,
)
from bot.incident.review_policy import FinishLater, next_morning
from bot.incident.task import Task
from bot.incident.text import shortened
from bot.incident.timeline import Fact
from bot.incident.working_hours import zone_or
from bot.response.change import Changed, Request, change
from bot.response.edit import REASON_LIMIT
from bot.response.permission import require_member
from bot.response.ports import Desk, UnitOfWork

Pure = Callable[[Incident, Sequence[Task]], Sequence[Fact]]


async def name_owner(desk: Desk, request: Request, owner: UserId) -> Changed:
    await _require_insiders(desk, request, [owner])
    return await _pure(desk, request, lambda incident, tasks: [naming(incident, owner)])


async def refuse(desk: Desk, request: Request) -> Changed:
    """By its owner, who then is none; whoever answers for the incident hears of it."""
    return await _pure(desk, request, lambda incident, tasks: [refusing(incident, request.by)])


async def schedule(desk: Desk, request: Request, at: datetime | None) -> Changed:
    return await _pure(desk, request, lambda incident, tasks: [scheduling(incident, at)])


async def ask_for_review(
    desk: Desk, request: Request, reviewers: Sequence[UserId], despite: str = ""
) -> Changed:
    """Raises ReasonForGate where something is missing and nobody says why it goes on."""
    await _require_insiders(desk, request, reviewers)
    why = shortened(despite, REASON_LIMIT)
    return await _pure(desk, request, lambda i, tasks: [asking(i, tasks, reviewers, why)])


async def approve(desk: Desk, request: Request) -> Changed:
    await require_member(desk, request.by)
    return await _pure(desk, request, lambda incident, tasks: approving(incident, request.by))


async def publish(desk: Desk, request: Request, despite: str = "") -> Changed:
    why = shortened(despite, REASON_LIMIT)
    return await _pure(desk, request, lambda incident, tasks: publishing(incident, tasks, why))


async def give_back(desk: Desk, request: Request, reason: str = "") -> Changed:
    """It is a draft again, whatever it was."""
    why = shortened(reason, REASON_LIMIT)
    return await _pure(desk, request, lambda incident, tasks: [returning(incident, why)])


async def rest_later(
    desk: Desk, by: UserId, now: datetime, wanted: bool | None
) -> Sequence[RestPutOff]:
    """What a resolution leaves waits for the morning of whoever resolves. `wanted`: as they said;
    None: as the team has it.
    """
    policy, zone = desk.policy(), await _zone_of(desk, by)
    if not (_by_itself(policy, now, zone) if wanted is None else wanted):
        return []
    return [RestPutOff(until=next_morning(now, zone, policy.review, policy.working_hours))]


async def is_left_for_later(desk: Desk, by: UserId) -> bool:
    """What a form proposes."""
    return _by_itself(desk.policy(), desk.clock.now(), await _zone_of(desk, by))


async def _zone_of(desk: Desk, user: UserId) -> str:
    person = await desk.directory.known(user)
    return zone_or(person.zone if person else None, desk.policy().zone)


def _by_itself(policy: Policy, now: datetime, zone: str) -> bool:
    match policy.review.finish_later:
        case FinishLater.ALWAYS:
            return True
        case FinishLater.NEVER:
            return False
        case FinishLater.OUTSIDE_HOURS:
            return not policy.working_hours.are_now(now, zone)


async def _pure(desk: Desk, request: Request, facts: Pure) -> Changed:
    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        return list(facts(incident, await work.tasks.of(incident.id)))

    return await change(desk, request, decide)


async def _require_insiders(desk: Desk, request: Request, people: Sequence[UserId]) -> None:
    """Bots and deactivated people read nothing; what is private is read by those inside only."""
    async with desk.ledger.look() as work:
        incident = await work.incidents.get(request.incident)
        inside = await work.members.of(request.incident)
    for user in people:
        person = await desk.directory.person(user)
        name = person.name if person else user
        if person is not None and (person.deactivated or person.is_bot):
            raise NotAnOwner(name)
        if incident.private and user not in (*inside, incident.declared_by):
            raise NotInside(name)
