"""Writing tasks down: what each change does to one, and the fact that it is."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.incident.action_type import ActionType
from bot.incident.changes import TaskAdded, TaskChanged, TaskEnded
from bot.incident.errors import NothingSaid
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.policy import Policy
from bot.incident.task import REASON_LIMIT, TASK_LIMIT, Task, TaskId, TaskKind, TaskState
from bot.incident.text import shortened
from bot.incident.timeline import Fact
from bot.response.ports import UnitOfWork
from bot.response.sayings import promise

GIVEN = "task_given"


@dataclass(frozen=True, kw_only=True, slots=True)
class NewTask:
    kind: TaskKind
    text: str
    owner: UserId | None = None
    due_at: datetime | None = None
    type: ActionType | None = None
    source: str | None = None
    """Channel and ts of the message it is made from; one message makes one."""
    by_hand: bool = False
    """Made from one, but in other words."""
    struck_at: datetime | None = None


async def make(
    work: UnitOfWork, incident: Incident, new: NewTask, by: UserId, now: datetime, policy: Policy
) -> Task:
    text = shortened(" ".join(new.text.split()), TASK_LIMIT)
    if not text and not new.source:
        raise NothingSaid(f"{new.kind.value} Restart the cache 20m")
    task = Task(
        id=TaskId(uuid.uuid4().hex),
        incident=incident.id,
        kind=new.kind,
        number=await work.tasks.next_number(incident.id, new.kind),
        text=text,
        type=new.type if new.kind is TaskKind.ACTION else None,
        owner=new.owner,
        given_by=_given_by(new.kind, new.owner, by),
        due_at=new.due_at or _due_by_severity(incident, new.kind, now, policy),
        created_by=by,
        created_at=now,
        source=new.source,
        by_hand=new.by_hand,
        struck_at=new.struck_at,
    )
    await work.tasks.put(task)
    return task


async def over(
    work: UnitOfWork, task: Task, state: TaskState, by: UserId, now: datetime, reason: str = ""
) -> TaskEnded:
    why = shortened(reason, REASON_LIMIT)
    change = {"state": state, "ended_by": by, "ended_at": now, "reason": why}
    await work.tasks.put(task.model_copy(update=change))
    return TaskEnded(**_told(task), state=state)


async def taken_up(work: UnitOfWork, task: Task) -> Task:
    """Open again."""
    change = {"state": TaskState.OPEN, "ended_by": None, "ended_at": None, "reason": ""}
    task = task.model_copy(update=change)
    await work.tasks.put(task)
    return task


def added(task: Task) -> TaskAdded:
    return TaskAdded(**_told(task), owner=task.owner, due_at=task.due_at)


def changed(task: Task) -> TaskChanged:
    return TaskChanged(**_told(task), owner=task.owner, due_at=task.due_at)


def _told(task: Task) -> dict[str, Any]:
    return {
        "task": task.id,
        "of": task.kind,
        "number": task.number,
        "text": task.text,
        "by_hand": task.by_hand,
        "struck": task.struck,
        "type": task.type,
    }


async def rewritten(work: UnitOfWork, task: Task, by: UserId, **changes: object) -> TaskChanged:
    """By somebody: text of theirs stays, whatever becomes of the message it was made of."""
    if "text" in changes:
        changes |= {"by_hand": True, "struck_at": None}
    task = task.model_copy(update=changes)
    if "owner" in changes:
        task = task.model_copy(update={"given_by": _given_by(task.kind, task.owner, by)})
    await work.tasks.put(task)
    if "owner" in changes:
        await tell_owner(work, task, by)
    return changed(task)


async def carried(
    work: UnitOfWork, incident: Incident, task: Task, by: UserId, now: datetime, policy: Policy
) -> list[Fact]:
    ended = await over(work, task, TaskState.CARRIED, by, now)
    new = NewTask(
        kind=TaskKind.ACTION,
        text=task.text,
        owner=task.owner,
        source=task.source,
        by_hand=task.by_hand,
        struck_at=task.struck_at,
    )
    return [ended, added(await make(work, incident, new, by, now, policy))]


def _given_by(kind: TaskKind, owner: UserId | None, by: UserId) -> UserId | None:
    """Whoever takes one themselves has nothing to accept."""
    return by if kind is TaskKind.ACTION and owner and owner != by else None


def _due_by_severity(
    incident: Incident, kind: TaskKind, now: datetime, policy: Policy
) -> datetime | None:
    level = policy.severities.get(incident.severity)
    within = level.actions_within if level and kind is TaskKind.ACTION else None
    return now + within if within is not None else None


async def tell_owner(work: UnitOfWork, task: Task, by: UserId) -> None:
    if task.owner and task.owner != by and task.is_open:
        await promise(work, task.incident, GIVEN, to=task.owner, task=task.id, by=by)
