"""Repeats: which earlier incidents a new one is like, and people who say that it is one again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.incident.incident import Incident
from bot.incident.policy import Policy
from bot.incident.repeat_facts import SimilarFound
from bot.incident.repeats import (
    LOOK_BACK,
    Earlier,
    Past,
    Sighting,
    confirming,
    denying,
    named,
    sighting,
    similar,
)
from bot.incident.timeline import Fact
from bot.response.change import Changed, Request, change
from bot.response.ports import Desk, UnitOfWork


async def look_back(
    work: UnitOfWork, policy: Policy, this: Sighting, *, drill: bool = False
) -> SimilarFound:
    """Compared with what was declared in the 90 days before, as far as everybody may see it."""
    others = await work.incidents.seen_since(this.at - LOOK_BACK, drills=drill)
    return SimilarFound(similar=similar(this, others, policy.services))


async def looked_back_again(work: UnitOfWork, policy: Policy, incident: Incident) -> Sequence[Fact]:
    """Its title, service and alerts may be others by now; what is the same is no news."""
    found = await look_back(work, policy, sighting(incident), drill=incident.drill)
    return [found] if found.similar != incident.repeats.similar else []


async def past_of(work: UnitOfWork, incident: Incident) -> Sequence[Past]:
    """In the order in which they are shown; whatever has become private since is left out."""
    numbers = named(incident)
    if not numbers:
        return ()
    found = {one.number: one for one in await work.incidents.public(numbers)}
    left = await work.tasks.open_actions_of([one.id for one in found.values()])
    return [
        Past(
            **found[number].model_dump(include={"id", "number", "title", "declared_at", "channel"}),
            actions=tuple(task for task in left if task.incident == found[number].id),
        )
        for number in numbers
        if number in found
    ]


async def earlier_of(work: UnitOfWork, incident: Incident) -> Earlier:
    """For documents, which may go far: only what everybody may see is in it."""
    if incident.imported_from is not None:
        return (await work.brought.of(incident.id)).earlier
    numbers = {*incident.related, *incident.alike, *named(incident)}
    found = await work.incidents.public(numbers) if numbers else ()
    return Earlier(
        past=tuple(map(_hushed, await past_of(work, incident))),
        chain=await _chain(work, incident),
        visible=tuple(sorted(one.number for one in found)),
    )


def _hushed(past: Past) -> Past:
    """Words of a message may be deleted in their channel, and are taken along from no other."""
    tasks = (
        task if task.source is None or task.by_hand else task.model_copy(update={"text": ""})
        for task in past.actions
    )
    return past.model_copy(update={"actions": tuple(tasks)})


async def _chain(work: UnitOfWork, incident: Incident) -> tuple[int, ...]:
    """Also what those repeat that it repeats."""
    found: set[int] = set()
    asked = {*incident.repeats.of}
    while asked:
        some = await work.incidents.public(asked)
        found |= {one.number for one in some}
        asked = {n for one in some for n in one.repeats.of} - found - {incident.number}
    return tuple(sorted(found))


async def confirm(desk: Desk, request: Request, number: int) -> Changed:
    """Somebody says that it is that one again, which they can see."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        other = await work.incidents.numbered(number)
        return [confirming(incident, other)] if other else []

    return await change(desk, request, decide)


async def deny(desk: Desk, request: Request, number: int) -> Changed:
    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        return [denying(incident, number)]

    return await change(desk, request, decide)
