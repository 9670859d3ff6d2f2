"""Tasks and action items: typed lines, and the list."""

from __future__ import annotations

from collections.abc import Iterable

from bot.incident.action_type import NoSuchType, type_named
from bot.incident.deadline import day_at_end, span_at_end
from bot.incident.errors import NothingSaid
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.task import TaskKind, TaskState
from bot.incident.text import folded
from bot.incident.working_hours import zone_or
from bot.language import Tongue
from bot.response import action_answers as answers
from bot.response import tasks as verbs
from bot.response.change import Changed, Request
from bot.response.task_writing import NewTask
from bot.response.tasks import Which
from bot.slack import open_form, targets
from bot.slack.askers import Asker
from bot.slack.grammar import tasks as grammar
from bot.slack.task_answers import Known, known, shown
from bot.slack.task_line import (
    TEN_MINUTES,
    Act,
    TaskLine,
    act_for_all,
    read_action_line,
    read_task_line,
)
from bot.slack.tools import Tools
from bot.slack.views import task_forms
from bot.slack.views import tasks as views
from bot.slack.views.answer import Answer
from bot.slack.views.scene import Facts
from bot.slack.words import unnamed_people, with_names

ENDS = {Act.DONE: TaskState.DONE, Act.DROP: TaskState.DROPPED}
LISTS = frozenset({"list", "liste"})
"""`task list` is what people type for `tasks`: it is no task of that name."""
ALL = {Act.CARRY: TaskState.CARRIED, Act.DROP: TaskState.DROPPED}


async def task(tools: Tools, asker: Asker, rest: str) -> None:
    await _line(tools, asker, TaskKind.TASK, rest)


async def action(tools: Tools, asker: Asker, rest: str) -> None:
    await _line(tools, asker, TaskKind.ACTION, rest)


async def tasks(tools: Tools, asker: Asker, rest: str) -> None:
    """The list; or what becomes of all that were not finished."""
    act = act_for_all(targets.without_reference(rest)[1])
    if act is None:
        await _list(tools, asker, TaskKind.TASK, rest)
        return

    async def settle() -> Known:
        _, request, _ = await targets.request_for(tools, asker, "tasks", rest)
        return await known(tools, await verbs.settle_all(tools.desk, request, ALL[act]))

    await tools.boundary.commit(asker, "tasks", settle, shown(tools))


async def actions(tools: Tools, asker: Asker, rest: str) -> None:
    await _list(tools, asker, TaskKind.ACTION, rest)


async def _line(tools: Tools, asker: Asker, kind: TaskKind, rest: str) -> None:
    number, said = targets.without_reference(rest)
    if folded(said.strip()) in LISTS:
        await _list(tools, asker, kind, rest)
        return
    if not said:
        meant = lambda: targets.incident_meant(tools, asker, kind.value, number)  # noqa: E731
        await open_form.offer(tools, asker, task_forms.ADD, meant, {"kind": kind.value})
        return

    async def act() -> Known:
        _, request, text = await targets.request_for(tools, asker, kind.value, rest)
        line = (read_action_line if kind is TaskKind.ACTION else read_task_line)(text)
        return await known(tools, await _do(tools, asker, request, kind, line))

    await tools.boundary.commit(asker, kind.value, act, shown(tools))


async def _do(
    tools: Tools, asker: Asker, request: Request, kind: TaskKind, line: TaskLine
) -> Changed:
    desk, which = tools.desk, Which(kind, line.number)
    match line.act:
        case Act.DONE | Act.DROP:
            return await verbs.end(desk, request, which, ENDS[line.act], line.text)
        case Act.ACCEPT | Act.DECLINE | Act.WHY | Act.TYPE:
            return await _answered(tools, request, kind, line)
        case Act.TAKE | Act.GIVE:
            return await verbs.give(desk, request, which, line.who or asker.user)
        case Act.LATER:
            return await verbs.put_off(desk, request, which, line.span or TEN_MINUTES)
        case Act.CARRY:
            return await verbs.carry(desk, request, which)
        case Act.ADD:
            return await verbs.add(desk, request, await _new(tools, asker.user, kind, line))


async def _answered(tools: Tools, request: Request, kind: TaskKind, line: TaskLine) -> Changed:
    """Only action items are given to somebody who was not there."""
    if kind is TaskKind.TASK:
        raise NothingSaid(f"action {line.act.value} {line.number or 1}")
    match line.act:
        case Act.ACCEPT:
            return await answers.accept(tools.desk, request, line.number)
        case Act.DECLINE:
            return await answers.decline(tools.desk, request, line.number, line.text)
        case Act.TYPE:
            return await _classified(tools, request, line)
        case _:
            return await answers.explain(tools.desk, request, line.number, line.text)


async def _classified(tools: Tools, request: Request, line: TaskLine) -> Changed:
    if not line.text:
        raise NothingSaid(f"action type {line.number} prevent")
    type = type_named(line.text)
    if type is None:
        raise NoSuchType(line.text)
    return await verbs.classify(tools.desk, request, line.number, type)


async def _new(tools: Tools, by: UserId, kind: TaskKind, line: TaskLine) -> NewTask:
    """When it is due stands at its end; a day is one of the typist's."""
    now, policy = tools.desk.clock.now(), tools.desk.policy()
    text, span = span_at_end(line.text)
    due = now + span if span is not None else None
    if kind is TaskKind.ACTION and span is None:
        person = await tools.desk.directory.known(by)
        zone = zone_or(person.zone if person else None, policy.zone)
        text, due = day_at_end(line.text, now, zone, policy.working_hours)
    names = await _names(tools, unnamed_people(text))
    said = with_names(text, names)
    return NewTask(kind=kind, text=said, owner=line.who, due_at=due, type=line.type)


async def _names(tools: Tools, people: Iterable[str]) -> dict[str, str]:
    known = [await tools.desk.directory.known(UserId(id)) for id in people]
    return {person.id: person.name for person in known if person}


async def _list(tools: Tools, asker: Asker, kind: TaskKind, rest: str) -> None:
    number, said = targets.without_reference(rest)
    page = int(said.rpartition(" ")[2]) if said.startswith("page ") and said[5:].isdigit() else 1

    async def act() -> tuple[Incident, Facts]:
        incident = await targets.incident_meant(tools, asker, f"{kind.value}s", number)
        return incident, await tools.facts(incident)

    def show(found: tuple[Incident, Facts], tongue: Tongue) -> Answer:
        incident, facts = found
        return views.listing(tools.scene(incident, tongue).knowing(facts), kind, page)

    await tools.boundary.commit(asker, f"{kind.value}s", act, show)


VERBS = {
    grammar.TASK: task,
    grammar.TASKS: tasks,
    grammar.ACTION: action,
    grammar.ACTIONS: actions,
}
