"""When tasks and action items are spoken of: tasks at their time, action items around their day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.lifecycle import Status
from bot.incident.nudge import Nudge
from bot.incident.policy import Policy
from bot.incident.task import Task, TaskId, TaskKind
from bot.incident.working_hours import A_DAY, WorkingHours

NAG, REMINDER, LEFT = "nudge:task:", "nudge:action:", "nudge:left:"
TASK_DUE, ACTION_DUE, ACTION_LATE, TASKS_LEFT = (
    "task_due",
    "action_due",
    "action_late",
    "tasks_left",
)
LEFT_SHOWN = 5
"""So many of the tasks that were not finished are named."""
_REPORT = "report"
AGEING = "actions_late"
WEEKS = 4
"""So often a late action item is spoken of once a week; then others are told."""
A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Reach:
    """What is known of people: when they work, in which zone, and who is to be told nothing."""

    hours: WorkingHours
    zone_of: Callable[[UserId], str]
    is_gone: Callable[[UserId], bool]


def nag_key(task: Task) -> str:
    """Another time is another reminder."""
    return f"{NAG}{task.id}:{_seconds(task.due_at)}"


def task_nags(incident: Incident, tasks: Sequence[Task], policy: Policy) -> Iterator[Nudge]:
    """Each task with a time, in the channel, at that time."""
    if not incident.is_open:
        return
    for task in tasks:
        if task.is_open and task.kind is TaskKind.TASK and task.due_at is not None:
            parts = {"task": task.id, "due": _seconds(task.due_at)}
            yield Nudge(key=nag_key(task), what=TASK_DUE, at=task.due_at, parts=parts)


def tasks_left(incident: Incident, tasks: Sequence[Task], policy: Policy) -> Iterator[Nudge]:
    """Whoever resolved it is asked once what becomes of the tasks that were not finished."""
    over, left = incident.status_at, [task for task in tasks if is_unfinished(task)]
    rest_at = incident.postmortem.review.rest_at
    asked_later = over is not None and rest_at is not None and rest_at > over
    if incident.status is Status.RESOLVED and over is not None and left and not asked_later:
        yield Nudge(
            key=f"{LEFT}{incident.id}:{_seconds(over)}",
            what=TASKS_LEFT,
            at=over,
            to=incident.status_by or answerable(incident),
        )


def is_unfinished(task: Task) -> bool:
    return task.is_open and task.kind is TaskKind.TASK


def answerable(incident: Incident) -> UserId:
    """Who hears of what nobody else answers for."""
    return incident.commander or incident.declared_by


def action_reminders(
    incident: Incident, tasks: Iterable[Task], reach: Reach, now: datetime
) -> Iterator[Nudge]:
    """The day before, on the day, the day after, four weeks long, and then to who answers for all.

    Only the newest step that was reached counts: after a pause nobody hears all of them at once.
    """
    for task in tasks:
        if task.is_open and task.kind is TaskKind.ACTION and task.due_at is not None:
            steps = list(_steps(task, task.due_at, incident, reach))
            reached = [step for step in steps if step.at <= now]
            if reached:
                yield _within_hours(reached[-1], reach, now)
            yield from steps[len(reached) :][:1]


def _within_hours(step: Nudge, reach: Reach, now: datetime) -> Nudge:
    at = reach.hours.next_open(now, reach.zone_of(step.to)) if step.to else now
    return step if at <= now else replace(step, at=at)


def _steps(task: Task, due: datetime, incident: Incident, reach: Reach) -> Iterator[Nudge]:
    to = next((user for user in _hearers(task, incident) if not reach.is_gone(user)), None)
    if to is None:
        return
    zone, hours = reach.zone_of(to), reach.hours
    day = due.astimezone(ZoneInfo(zone)).date()
    after = day + A_DAY
    days = {"before": hours.workday_before(day), "on": day, "after": after}
    days |= {f"week{n}": after + n * A_WEEK for n in range(1, WEEKS + 1)}
    for name, on in days.items():
        yield _step(task, name, hours.opening(on, zone), to)
    yield from _report(task, incident, reach, after + (WEEKS + 1) * A_WEEK)


def _report(task: Task, incident: Incident, reach: Reach, on: date) -> Iterator[Nudge]:
    """The last word goes to whoever owns the post-mortem, or answers for the incident."""
    to = next((u for u in _answering(incident) if not reach.is_gone(u)), None)
    if to is not None:
        at = reach.hours.opening(on, reach.zone_of(to))
        yield replace(_step(task, _REPORT, at, to), what=ACTION_LATE)


def _step(task: Task, name: str, at: datetime, to: UserId) -> Nudge:
    key = f"{REMINDER}{task.id}:{to}:{_seconds(task.due_at)}:{name}"
    return Nudge(key=key, what=ACTION_DUE, at=at, to=to, parts={"task": task.id})


def reminded(key: str) -> tuple[TaskId, UserId, str] | None:
    """Of which action item the reminder with this key spoke, to whom, and which of them it was."""
    if not key.startswith(REMINDER):
        return None
    task, to, _, name = key.removeprefix(REMINDER).split(":")
    return TaskId(task), UserId(to), ACTION_LATE if name == _REPORT else ACTION_DUE


def late_actions(tasks: Iterable[Task], now: datetime) -> list[Task]:
    """What was to be done after the incident and is late, the latest first."""
    found = [
        (task.due_at, task)
        for task in tasks
        if task.is_open and task.kind is TaskKind.ACTION and task.due_at and task.due_at < now
    ]
    return [task for _, task in sorted(found, key=lambda one: one[0])]


def ageing(
    incident: Incident, tasks: Iterable[Task], reach: Reach, now: datetime
) -> Iterator[Nudge]:
    """Once a week, as long as one is late and not given up, to whoever owns the post-mortem."""
    to = incident.postmortem.owner
    if to is None or reach.is_gone(to):
        return
    zone = reach.zone_of(to)
    today = now.astimezone(ZoneInfo(zone)).date()
    monday = today - today.weekday() * A_DAY
    for week in (monday, monday + A_WEEK):
        at = reach.hours.opening(week, zone)
        late = late_actions(tasks, at)
        if late and at - max(task.due_at or at for task in late) <= (WEEKS + 1) * A_WEEK:
            key = f"nudge:ageing:{week.isoformat()}:{to}"
            nudge = Nudge(key=key, what=AGEING, at=at, to=to)
            yield _within_hours(nudge, reach, now) if at <= now else nudge


def left_at(tasks: Iterable[Task], at: datetime) -> list[Task]:
    """Those that were not finished then."""
    return [
        task
        for task in tasks
        if task.kind is TaskKind.TASK
        and task.created_at <= at
        and (task.ended_at is None or task.ended_at > at)
    ]


def _hearers(task: Task, incident: Incident) -> Iterator[UserId]:
    if task.owner:
        yield task.owner
    yield from _answering(incident)


def _answering(incident: Incident) -> Iterator[UserId]:
    if incident.postmortem.owner:
        yield incident.postmortem.owner
    yield answerable(incident)
    yield incident.declared_by


def _seconds(at: datetime | None) -> str:
    return str(int(at.timestamp())) if at else ""
