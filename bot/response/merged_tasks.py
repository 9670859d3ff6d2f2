"""What is still to do goes with a merged incident, and comes back with it."""

from __future__ import annotations

import uuid
from datetime import datetime

from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.task import Task, TaskId, TaskState
from bot.response.change import record
from bot.response.ports import UnitOfWork
from bot.response.task_writing import added, changed, over, taken_up

_COPIES = uuid.UUID("5b0f3a86-3a1e-4d0b-9d55-0d5f4a1f2c11")


async def carry_tasks(
    work: UnitOfWork, one: Incident, into: Incident, by: UserId, now: datetime
) -> None:
    for task in await work.tasks.of(one.id):
        if task.is_open:
            await _copy(work, task, into, by, now)
            await _end(work, task, TaskState.CARRIED, by, now)


async def bring_back_tasks(
    work: UnitOfWork, one: Incident, other: Incident, by: UserId, now: datetime
) -> None:
    """Those that are still to do; what was done over there is done."""
    for task in await work.tasks.of(one.id):
        copy = await work.tasks.get(_copy_id(task, other))
        if task.state is TaskState.CARRIED and copy is not None:
            if copy.is_open:
                await _end(work, copy, TaskState.DROPPED, by, now)
                await _reopen(work, task, by, now)
            else:
                await _end(work, task, copy.state, by, now)


async def _copy(work: UnitOfWork, task: Task, into: Incident, by: UserId, now: datetime) -> None:
    """Merged for a second time, the same copy is open again."""
    id = _copy_id(task, into)
    before = await work.tasks.get(id)
    number = before.number if before else await work.tasks.next_number(into.id, task.kind)
    copy = task.model_copy(update={"id": id, "incident": into.id, "number": number})
    await work.tasks.put(copy)
    await record(work, into.id, [added(copy)], now, by=by)


async def _end(work: UnitOfWork, task: Task, state: TaskState, by: UserId, now: datetime) -> None:
    ended = await over(work, task, state, by, now)
    await record(work, task.incident, [ended], now, by=by)


async def _reopen(work: UnitOfWork, task: Task, by: UserId, now: datetime) -> None:
    task = await taken_up(work, task)
    await record(work, task.incident, [changed(task)], now, by=by)


def _copy_id(task: Task, into: Incident) -> TaskId:
    return TaskId(uuid.uuid5(_COPIES, f"{task.id} {into.id}").hex)
