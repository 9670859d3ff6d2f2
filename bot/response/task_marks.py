"""Action items by a mark on a message: one a message, whoever and however often."""

from __future__ import annotations

from datetime import datetime

from bot.incident.changes import TaskChanged
from bot.incident.ids import IncidentId
from bot.incident.incident import Incident
from bot.incident.task import Task, TaskKind, TaskState
from bot.incident.timeline import Fact
from bot.response.change import Changed, Request, change
from bot.response.ports import Desk, UnitOfWork
from bot.response.sayings import promise
from bot.response.task_writing import NewTask, added, make, over

MARKED = "action_marked"
MANY = 1000


async def mark(desk: Desk, request: Request, text: str, source: str) -> Changed:
    """Note what the message says, or take up again what the mark's removal had dropped."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> list[Fact]:
        task = await _made_from(work, incident.id, source)
        if task is None:
            new = NewTask(kind=TaskKind.ACTION, text=text, source=source)
            task = await make(work, incident, new, request.by, now, desk.policy())
        elif task.state is TaskState.DROPPED:
            change = {"state": TaskState.OPEN, "ended_by": None, "ended_at": None}
            task = task.model_copy(update=change)
            await work.tasks.put(task)
        else:
            return []
        await promise(work, incident.id, MARKED, to=request.by, task=task.id)
        return [added(task)]

    return await change(desk, request, decide)


async def unmark(desk: Desk, request: Request, source: str) -> Changed:
    """The last mark is gone: so is the action item, unless somebody has made it theirs since."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> list[Fact]:
        task = await _made_from(work, incident.id, source)
        if task is None or not task.is_open or await _was_touched(work, task):
            return []
        return [await over(work, task, TaskState.DROPPED, request.by, now)]

    return await change(desk, request, decide)


async def is_made_from(desk: Desk, incident: IncidentId, source: str) -> bool:
    async with desk.ledger.look() as work:
        task = await _made_from(work, incident, source)
    return task is not None and task.is_open


async def _made_from(work: UnitOfWork, incident: IncidentId, source: str) -> Task | None:
    """The newest, if a form made a second one after the first was over."""
    made = [task for task in await work.tasks.of(incident) if task.source == source]
    return next((task for task in reversed(made) if task.kind is TaskKind.ACTION), None)


async def _was_touched(work: UnitOfWork, task: Task) -> bool:
    changes = await work.timeline.latest(task.incident, {"task_changed"}, MANY)
    facts = (entry.fact for entry in changes)
    return task.owner is not None or any(
        isinstance(fact, TaskChanged) and fact.task == task.id for fact in facts
    )
