"""Tasks and action items follow the messages they were made of, from the mark to the deletion."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.incident.changes import TaskChanged
from bot.incident.entry_following import Following, only
from bot.incident.ids import ChannelId, IncidentId, MessageTs, UserId
from bot.incident.message import Heard, Message
from bot.incident.policy import Policy
from bot.incident.task import Task, TaskKind, TaskState
from bot.incident.task_following import Act, asked, followed_task, source_of, task_words
from bot.response.change import record
from bot.response.ports import UnitOfWork
from bot.response.sayings import promise
from bot.response.task_writing import NewTask, added, changed, make, over, taken_up

MARKED = "action_marked"


@dataclass(frozen=True, slots=True)
class Step:
    """What is followed in which channel, by which rules. `live`: people have done it just now."""

    work: UnitOfWork
    incident: IncidentId
    by: Following
    policy: Policy
    now: datetime
    live: bool = True


@dataclass(frozen=True, slots=True)
class Done:
    """`struck`: the tasks whose message was deleted, now or before."""

    touched: set[IncidentId] = field(default_factory=set)
    struck: list[Task] = field(default_factory=list)


async def tasks_made_of(
    work: UnitOfWork, channel: ChannelId, among: Collection[MessageTs]
) -> dict[MessageTs, list[Task]]:
    """Oldest first; an incident that was merged has left some in another one."""
    made: dict[MessageTs, list[Task]] = {}
    for task in await work.tasks.made_of([f"{channel}:{ts}" for ts in among]):
        ts = MessageTs(str(task.source).rpartition(":")[2])
        made.setdefault(ts, []).append(task)
    return made


async def follow_tasks(
    step: Step,
    tasks: Mapping[MessageTs, Sequence[Task]],
    of_each: Mapping[MessageTs, Sequence[Heard]],
    told: Sequence[Heard],
) -> Done:
    done = Done()
    for ts, heard in of_each.items():
        message = only(heard)
        if message is not None:
            new = [one for one in told if one.ts == ts]
            made = tasks.get(ts, ())
            if task := await _marked(step, _newest(step, made), heard, new):
                done.touched.add(step.incident)
                made = [*(one for one in made if one.id != task.id), task]
            for task in made:
                await _follow(step, task, message, done)
    return done


def _newest(step: Step, tasks: Sequence[Task]) -> Task | None:
    """If a form made a second action item after the first was over, the mark is about that."""
    ours = (one for one in reversed(tasks) if one.incident == step.incident)
    return next((one for one in ours if one.kind is TaskKind.ACTION), None)


async def _marked(
    step: Step, task: Task | None, heard: Sequence[Heard], new: Sequence[Heard]
) -> Task | None:
    """The action item as it is after what a mark asked for; None: none asked for anything."""
    wanted = asked(task, heard, new, step.by)
    if wanted is None:
        return None
    by = UserId(wanted.mark.by or "")
    if task is None:
        return await _make(step, by, heard)
    if wanted.act is Act.TAKE_UP:
        return await _noted(step, by, await taken_up(step.work, task))
    if await _is_theirs(step.work, task):
        return None
    await record(
        step.work,
        step.incident,
        [await over(step.work, task, TaskState.DROPPED, by, step.now)],
        step.now,
        by=by,
    )
    return await step.work.tasks.get(task.id)


async def _make(step: Step, by: UserId, heard: Sequence[Heard]) -> Task | None:
    message = only(heard)
    if message is None:
        return None
    incident = await step.work.incidents.get(step.incident)
    text = "" if message.deleted_at else task_words(message, step.by.names)
    new = NewTask(
        kind=TaskKind.ACTION,
        text=text,
        source=source_of(message),
        struck_at=step.now if message.deleted_at else None,
    )
    return await _noted(step, by, await make(step.work, incident, new, by, step.now, step.policy))


async def _noted(step: Step, by: UserId, task: Task) -> Task:
    """Whoever has just marked it is asked whose it is."""
    await record(step.work, step.incident, [added(task)], step.now, by=by)
    if step.live and not task.struck:
        await promise(step.work, step.incident, MARKED, to=by, task=task.id)
    return task


async def _is_theirs(work: UnitOfWork, task: Task) -> bool:
    """Somebody has given it to somebody, or changed it."""
    changes = (await work.timeline.of_kinds(task.incident, {"task_changed"})).values()
    return task.owner is not None or any(
        entry.by is not None and isinstance(entry.fact, TaskChanged) and entry.fact.task == task.id
        for entry in changes
    )


async def _follow(step: Step, task: Task, message: Message, done: Done) -> None:
    after = followed_task(task, message, step.by.names, step.now)
    if after != task:
        await step.work.tasks.put(after)
    if message.deleted_at:
        done.struck.append(after)
    elif after != task:
        await record(step.work, task.incident, [changed(after)], step.now)
        done.touched.add(task.incident)
