"""Merge: two incidents become one, or two again, both in one transaction; or are only linked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from pydantic import TypeAdapter

from bot.incident.alert_facts import AlertsParted
from bot.incident.ids import IncidentId
from bot.incident.incident import Incident
from bot.incident.merging import (
    going,
    parting,
    relating,
    require_mergeable,
    taking_in,
)
from bot.incident.timeline import Fact
from bot.response.change import Changed, Request, record
from bot.response.merged_promises import carry_promises
from bot.response.merged_tasks import bring_back_tasks, carry_tasks
from bot.response.permission import require_in_sight, require_welcome
from bot.response.ports import Desk, UnitOfWork
from bot.response.sayings import promise
from bot.response.subscribe import carry_followers

MERGED = "ends.merged"
_FACTS: TypeAdapter[tuple[Fact, ...]] = TypeAdapter(tuple[Fact, ...])

Both = Callable[[UnitOfWork, Incident, Incident, datetime], Awaitable[Sequence[Fact]]]
"""Writes the facts of both; gives those of the first."""


async def merge(desk: Desk, request: Request, into: IncidentId) -> Changed:
    """The incident of the request goes into the other one, which keeps its roles."""
    severities = desk.policy().severities

    async def both(work: UnitOfWork, one: Incident, other: Incident, now: datetime) -> list[Fact]:
        require_mergeable(one, other)
        facts = list(going(one, other))
        await record(work, one.id, facts, now, by=request.by)
        taken = list(taking_in(other, one, severities))
        await record(work, other.id, taken, now, by=request.by)
        await carry_tasks(work, one, other, request.by, now)
        await carry_promises(work, one, other, request.by, now)
        await carry_followers(work, one, other)
        await promise(
            work, one.id, MERGED, number=str(other.number), channel=str(other.channel or "")
        )
        return facts

    return await _of_both(desk, request, into, both)


async def unmerge(desk: Desk, request: Request) -> Changed:
    """It is what it was before, with its own tasks; what the other one has become, it stays."""
    async with desk.ledger.look() as work:
        one = await work.incidents.get(request.incident)
        other = await work.incidents.numbered(one.merged_into or 0)
    into = other.id if other else one.id

    async def both(work: UnitOfWork, one: Incident, other: Incident, now: datetime) -> list[Fact]:
        facts = list(parting(one))
        await record(work, one.id, facts, now, by=request.by)
        told = type(facts[-1]).model_validate({"number": one.number})
        parted = AlertsParted(ids=tuple(alert.id for alert in one.alerts.linked))
        await record(work, other.id, [told, parted], now, by=request.by)
        await bring_back_tasks(work, one, other, request.by, now)
        return facts

    return await _of_both(desk, request, into, both)


async def relate(desk: Desk, request: Request, to: IncidentId) -> Changed:
    """Link two, or unlink them when they are linked."""

    async def both(work: UnitOfWork, one: Incident, other: Incident, now: datetime) -> list[Fact]:
        here, there = relating(one, other)
        for incident, fact in ((one, here), (other, there)):
            if fact is not None:
                await record(work, incident.id, [fact], now, by=request.by)
        return [here] if here else []

    return await _of_both(desk, request, to, both)


async def _of_both(desk: Desk, request: Request, other: IncidentId, both: Both) -> Changed:
    """Locked in one order whichever way round they are named, so that two never wait in a ring."""
    for id in (request.incident, other):
        await require_welcome(desk, request.by, id)
    now = desk.clock.now()
    async with desk.ledger.work() as work:
        held = {id: await work.incidents.get(id) for id in sorted({request.incident, other})}
        await require_in_sight(work, held[request.incident], request.by)
        if await work.intents.claim(request.key, now):
            facts = tuple(await both(work, held[request.incident], held[other], now))
            await work.intents.settle(request.key, _FACTS.dump_json(facts).decode())
        else:
            facts = _FACTS.validate_json(await work.intents.outcome(request.key) or "[]")
        incident = await work.incidents.get(request.incident)
    for id in held:
        desk.waker.wake(id)
    return Changed(incident, facts)
