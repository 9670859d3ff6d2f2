"""Changing an incident: read it, decide by pure rules, write facts; in one transaction, once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

from pydantic import TypeAdapter

from bot.incident.evolve import evolve
from bot.incident.ids import IncidentId, UserId
from bot.incident.incident import LOOK_AGAIN, Incident
from bot.incident.listing import told_by
from bot.incident.timeline import Arrival, Fact, TimelineEntry
from bot.response.permission import require_in_sight, require_welcome
from bot.response.ports import Desk, UnitOfWork

_ARRIVALS: TypeAdapter[list[Arrival]] = TypeAdapter(list[Arrival])


@dataclass(frozen=True, slots=True)
class Changed:
    """`facts` are those of this intent, also when it was carried out before and comes again."""

    incident: Incident
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """Who wants something of which incident; the same `key` is the same intent."""

    incident: IncidentId
    by: UserId
    key: str


Decide = Callable[[UnitOfWork, Incident, datetime], Awaitable[Sequence[Fact]]]
"""Which facts follow, from the incident as it stands; raises IncidentError to refuse."""


async def change(desk: Desk, request: Request, decide: Decide) -> Changed:
    """A refusal stores nothing, not even the key: the same request may succeed later."""
    await require_welcome(desk, request.by, request.incident)
    now = desk.clock.now()
    async with desk.ledger.work() as work:
        incident = await work.incidents.get(request.incident)
        await require_in_sight(work, incident, request.by)
        if await work.intents.claim(request.key, now):
            facts = tuple(await decide(work, incident, now))
            incident, arrived = await _written(work, request.incident, facts, now, request.by)
            await work.intents.settle(request.key, _ARRIVALS.dump_json(arrived).decode())
        else:
            facts = await _written_before(work, request.key)
    desk.waker.wake(request.incident)
    return Changed(incident, facts)


async def record(
    work: UnitOfWork,
    id: IncidentId,
    facts: Sequence[Fact],
    now: datetime,
    *,
    by: UserId | None = None,
    at: datetime | None = None,
) -> Incident:
    """Write facts and the state they lead to. `at`: when they happened, if that was not now."""
    incident, _ = await _written(work, id, facts, now, by, at)
    return incident


async def _written(
    work: UnitOfWork,
    id: IncidentId,
    facts: Sequence[Fact],
    now: datetime,
    by: UserId | None,
    at: datetime | None = None,
) -> tuple[Incident, list[Arrival]]:
    incident, arrived = await work.incidents.get(id), []
    for fact in facts:
        entry = _entry(incident, fact, now, by, at)
        arrived.append(await work.timeline.add(entry))
        incident = evolve(incident, entry)
    saved = await work.incidents.save(_awake(incident, now))
    if told := told_by(facts):
        await work.search.note(saved, told)
    return saved, arrived


async def _written_before(work: UnitOfWork, key: str) -> tuple[Fact, ...]:
    """An intent names its facts and holds no copy: words that were erased are in none."""
    told = await work.intents.outcome(key) or "[]"
    found = await work.timeline.arrived(_ARRIVALS.validate_json(told))
    return tuple(entry.fact for entry in found.values())


async def begin(
    work: UnitOfWork, incident: Incident, facts: Sequence[tuple[Fact, UserId | None]]
) -> Incident:
    """The first facts of an incident that is new, each with who did it."""
    now = incident.declared_at
    entries = [_entry(incident, fact, now, by, None) for fact, by in facts]
    incident = _awake(reduce(evolve, entries, incident), now)
    await work.incidents.add(incident)
    for entry in entries:
        await work.timeline.add(entry)
    await work.search.begin(incident, told_by([fact for fact, _ in facts]))
    return incident


async def look_again(work: UnitOfWork, id: IncidentId, now: datetime) -> None:
    """Something is to be done for it though no fact was written; no crash makes that forgotten."""
    incident = await work.incidents.get(id)
    await work.incidents.sleep_until(incident, now + LOOK_AGAIN)


def _entry(
    incident: Incident, fact: Fact, now: datetime, by: UserId | None, at: datetime | None
) -> TimelineEntry:
    return TimelineEntry(
        incident=incident.id, occurred_at=at or now, recorded_at=now, by=by, fact=fact
    )


def _awake(incident: Incident, now: datetime) -> Incident:
    return incident.model_copy(update={"wake_at": now + LOOK_AGAIN})
