"""Tasks, to do during an incident, and action items, to do after it: noted, given, ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.incident.action_type import ActionType
from bot.incident.errors import (
    AlreadyNoted,
    IncidentError,
    NoChange,
    NoSuchTask,
    NotAnOwner,
    NothingSaid,
    NotInside,
    TaskOver,
)
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.merging import require_apart
from bot.incident.role_errors import VisitorOutside
from bot.incident.task import TASK_LIMIT, Task, TaskId, TaskKind, TaskState
from bot.incident.text import shortened
from bot.incident.timeline import Fact
from bot.language import N_
from bot.response.change import Changed, Request, change
from bot.response.following import as_its_message
from bot.response.ports import Desk, UnitOfWork
from bot.response.task_writing import NewTask, added, carried, make, over, rewritten, tell_owner

CANNOT_OWN = (NotAnOwner, NotInside, VisitorOutside)
"""Why somebody cannot be given a task or an action item."""


class StaleTask(IncidentError):
    """Somebody else has changed the task that a form shows; this is how it is now."""

    message = N_("Somebody has changed this meanwhile. Please look at it once more.")

    def __init__(self, task: Task) -> None:
        super().__init__()
        self.task = task


@dataclass(frozen=True, slots=True)
class Which:
    kind: TaskKind
    number: int


async def add(desk: Desk, request: Request, new: NewTask) -> Changed:
    """Raises StillMerged for a task that nobody would be reminded of, as it goes on elsewhere."""
    await _require_owner(desk, request, new.owner)

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        if new.kind is TaskKind.TASK:
            require_apart(incident)
        _refuse_second(incident, await work.tasks.of(incident.id), new)
        said = await as_its_message(desk, work, incident, new)
        task = await make(work, incident, said, request.by, now, desk.policy())
        await tell_owner(work, task, request.by)
        return [added(task)]

    return await change(desk, request, decide)


async def end(
    desk: Desk, request: Request, which: Which, state: TaskState, reason: str = ""
) -> Changed:
    """Done or dropped. Raises TaskOver for whoever comes second."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        task = await _open_one(desk, work, incident, which)
        return [await over(work, task, state, request.by, now, reason)]

    return await change(desk, request, decide)


async def give(desk: Desk, request: Request, which: Which, owner: UserId) -> Changed:
    await _require_owner(desk, request, owner)

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        task = await _open_one(desk, work, incident, which)
        if task.owner == owner:
            raise NoChange(incident.reference)
        return [await rewritten(work, task, request.by, owner=owner)]

    return await change(desk, request, decide)


async def put_off(desk: Desk, request: Request, which: Which, by: timedelta) -> Changed:
    """So much later than now, or than it is due, whichever comes later."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        task = await _open_one(desk, work, incident, which)
        due_at = max(now, task.due_at or now) + by
        return [await rewritten(work, task, request.by, due_at=due_at)]

    return await change(desk, request, decide)


async def classify(desk: Desk, request: Request, number: int, type: ActionType) -> Changed:
    """Say what an action item is for."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        task = await _open_one(desk, work, incident, Which(TaskKind.ACTION, number))
        if task.type is type:
            raise NoChange(incident.reference)
        return [await rewritten(work, task, request.by, type=type)]

    return await change(desk, request, decide)


async def rewrite(
    desk: Desk, request: Request, id: TaskId, new: NewTask, is_as_seen: Callable[[Task], bool]
) -> Changed:
    """Text, owner, time and type, as a form has them; its kind stays.

    Raises StaleTask when somebody has changed it since the form was opened.
    """
    await _require_owner(desk, request, new.owner)

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        task = await work.tasks.get(id)
        if task is None or task.incident != incident.id:
            raise NoSuchTask(incident.reference, new.kind.value, 0)
        await require_open(desk, incident, Which(task.kind, task.number), task)
        if not is_as_seen(task):
            raise StaleTask(task)
        wanted = {"text": shortened(new.text, TASK_LIMIT), "owner": new.owner, "due_at": new.due_at}
        if task.kind is TaskKind.ACTION:
            wanted["type"] = new.type
        changes = {name: value for name, value in wanted.items() if getattr(task, name) != value}
        return [await rewritten(work, task, request.by, **changes)] if changes else []

    return await change(desk, request, decide)


async def carry(desk: Desk, request: Request, which: Which) -> Changed:
    """A task that was not finished becomes an action item."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        task = await _open_one(desk, work, incident, which)
        return await carried(work, incident, task, request.by, now, desk.policy())

    return await change(desk, request, decide)


async def settle_all(desk: Desk, request: Request, state: TaskState) -> Changed:
    """All tasks that were not finished become action items, or are dropped."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        facts: list[Fact] = []
        for task in await work.tasks.of(incident.id):
            if not (task.is_open and task.kind is TaskKind.TASK):
                continue
            if state is TaskState.CARRIED:
                facts += await carried(work, incident, task, request.by, now, desk.policy())
            else:
                facts.append(await over(work, task, state, request.by, now))
        return facts

    return await change(desk, request, decide)


async def require_open(desk: Desk, incident: Incident, which: Which, task: Task | None) -> Task:
    """Raises what whoever comes late, or mistypes, is told."""
    if task is None:
        raise NoSuchTask(incident.reference, which.kind.value, which.number)
    if not task.is_open:
        by = await desk.directory.known(task.ended_by) if task.ended_by else None
        who = by.name if by else str(task.ended_by)
        raise TaskOver(task.kind.value, task.number, task.state.value, who)
    return task


async def _open_one(desk: Desk, work: UnitOfWork, incident: Incident, which: Which) -> Task:
    if not which.number:
        raise NothingSaid(f"{which.kind.value} done 2")
    of_kind = (task for task in await work.tasks.of(incident.id) if task.kind is which.kind)
    found = next((task for task in of_kind if task.number == which.number), None)
    return await require_open(desk, incident, which, found)


def _refuse_second(incident: Incident, tasks: Sequence[Task], new: NewTask) -> None:
    for task in _of_source(tasks, new.source):
        if task.is_open:
            raise AlreadyNoted(incident.reference, task.number, task.text or "…")


def _of_source(tasks: Sequence[Task], source: str | None) -> Iterator[Task]:
    for task in tasks:
        if source is not None and task.source == source and task.kind is TaskKind.ACTION:
            yield task


async def _require_owner(desk: Desk, request: Request, owner: UserId | None) -> None:
    """Bots and deactivated people own nothing; what is private is given to those inside only.

    Guests and foreign people own something only where they may act.
    """
    if owner is None or owner == request.by:
        return
    person = await desk.directory.person(owner)
    if person is not None and (person.deactivated or person.is_bot):
        raise NotAnOwner(person.name)
    async with desk.ledger.look() as work:
        incident = await work.incidents.get(request.incident)
        inside = owner in await work.members.of(request.incident)
    if incident.private and not inside and owner != incident.declared_by:
        raise NotInside(person.name if person else owner)
    may_act = inside and desk.policy().guests_may_act
    if person is not None and (person.guest or person.foreign) and not may_act:
        raise VisitorOutside(person.name)
