"""Answers about action items: accepted or declined by their owner, and why one is not done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.incident.action_facts import ActionAnswer, ActionAnswered
from bot.incident.errors import IncidentError, NoChange, NoSuchTask, NothingSaid
from bot.incident.incident import Incident
from bot.incident.task import REASON_LIMIT, Task, TaskKind, TaskState
from bot.incident.text import shortened
from bot.incident.timeline import Fact
from bot.language import N_
from bot.response.change import Changed, Request, change
from bot.response.ports import Desk, UnitOfWork
from bot.response.sayings import promise
from bot.response.tasks import Which, require_open

DECLINED = "action_declined"


class NotYourAction(IncidentError):
    message = N_(
        "Action item {number} of {reference} is not yours to answer for."
        " `{command} action {reference} take {number}` makes it yours."
    )

    def __init__(self, reference: str, number: int) -> None:
        super().__init__(reference=reference, number=number)


class NotDropped(IncidentError):
    message = N_(
        "Action item {number} of {reference} is still to be done."
        " `{command} action {reference} drop {number} because …` drops it."
    )

    def __init__(self, reference: str, number: int) -> None:
        super().__init__(reference=reference, number=number)


async def accept(desk: Desk, request: Request, number: int) -> Changed:
    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        task = await _mine(desk, work, incident, request, number)
        if task.given_by is None:
            raise NoChange(incident.reference)
        await work.tasks.put(task.model_copy(update={"given_by": None}))
        return [_answered(task, ActionAnswer.ACCEPTED, request)]

    return await change(desk, request, decide)


async def decline(desk: Desk, request: Request, number: int, reason: str = "") -> Changed:
    """Nobody has it then; whoever gave it, or noted it, is told."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        task = await _mine(desk, work, incident, request, number)
        await work.tasks.put(task.model_copy(update={"owner": None, "given_by": None}))
        to = task.given_by or task.created_by
        if to != request.by:
            why = shortened(reason, REASON_LIMIT)
            told = {"task": task.id, "by": request.by, "reason": why}
            await promise(work, incident.id, DECLINED, to=to, **told)
        return [_answered(task, ActionAnswer.DECLINED, request, reason)]

    return await change(desk, request, decide)


async def explain(desk: Desk, request: Request, number: int, reason: str) -> Changed:
    """Why an action item that was dropped is not done; it stays in the post-mortem with it."""
    if not reason.strip():
        raise NothingSaid("action why 2 The cache is replaced in spring")

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        task = await _one(work, incident, number)
        if task.state is not TaskState.DROPPED:
            raise NotDropped(incident.reference, number)
        why = shortened(reason, REASON_LIMIT)
        await work.tasks.put(task.model_copy(update={"reason": why}))
        return [_answered(task, ActionAnswer.EXPLAINED, request, why)]

    return await change(desk, request, decide)


def _answered(
    task: Task, answer: ActionAnswer, request: Request, reason: str = ""
) -> ActionAnswered:
    why = shortened(reason, REASON_LIMIT)
    return ActionAnswered(
        task=task.id, number=task.number, answer=answer, user=request.by, reason=why
    )


async def _mine(
    desk: Desk, work: UnitOfWork, incident: Incident, request: Request, number: int
) -> Task:
    task = await _one(work, incident, number)
    await require_open(desk, incident, Which(TaskKind.ACTION, number), task)
    if task.owner != request.by:
        raise NotYourAction(incident.reference, number)
    return task


async def _one(work: UnitOfWork, incident: Incident, number: int) -> Task:
    if not number:
        raise NothingSaid("action accept 2")
    for task in await work.tasks.of(incident.id):
        if task.kind is TaskKind.ACTION and task.number == number:
            return task
    raise NoSuchTask(incident.reference, TaskKind.ACTION.value, number)
