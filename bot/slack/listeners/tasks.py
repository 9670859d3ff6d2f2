"""Tasks and action items: typed lines, the list, and the forms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.deadline import day_at_end, span_at_end
from bot.incident.errors import FormRefused, NoSuchTask
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.task import Task, TaskId, TaskKind, TaskState
from bot.incident.working_hours import zone_or
from bot.language import N_, Tongue
from bot.response import tasks as verbs
from bot.response.change import Changed, Request
from bot.response.task_writing import NewTask
from bot.response.tasks import StaleTask, Which
from bot.slack import open_form, targets
from bot.slack.askers import Asker
from bot.slack.grammar import tasks as grammar
from bot.slack.task_line import TEN_MINUTES, Act, TaskLine, act_for_all, read_task_line
from bot.slack.tools import Tools
from bot.slack.views import task_forms
from bot.slack.views import tasks as views
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import tell
from bot.slack.views.incident_form import FormAgain, Submitted
from bot.slack.views.incident_form import submitted as read_form
from bot.slack.views.scene import Facts
from bot.slack.words import unnamed_people, with_names

Known = tuple[Changed, Facts]
EMPTY_TEXT = N_("Say what is to be done, for example: Restart the cache")
ENDS = {Act.DONE: TaskState.DONE, Act.DROP: TaskState.DROPPED}
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
        return await _known(tools, await verbs.settle_all(tools.desk, request, ALL[act]))

    await tools.boundary.commit(asker, "tasks", settle, _shown(tools))


async def actions(tools: Tools, asker: Asker, rest: str) -> None:
    await _list(tools, asker, TaskKind.ACTION, rest)


async def add_button(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    id = asker.value
    await open_form.offer(
        tools, asker, task_forms.ADD, lambda: targets.incident_of_button(tools, asker, id)
    )


async def edit_button(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    id, _, task = asker.value.partition(":")
    await open_form.offer(
        tools, asker, task_forms.EDIT, _open_one(tools, asker, id, TaskId(task)), {"task": task}
    )


async def submitted(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.form_asker(args)
    form, tongue = read_form(asker.view), tools.boundary.tongue_of(asker.user)
    new = _new_of_form(form, TaskKind(form.values["kind"]), tongue)

    async def act() -> Known:
        request = Request(form.incident, asker.user, asker.key)
        return await _known(tools, await verbs.add(tools.desk, request, new))

    acting = open_form.beside(tongue, act, owner=verbs.CANNOT_OWN)
    await tools.boundary.commit(asker, task_forms.ADD.name, acting, _shown(tools))


async def edited(tools: Tools, args: AsyncArgs) -> None:
    """Whoever is second sees what somebody else has made of it, and may still have it their way."""
    asker = tools.form_asker(args)
    form, tongue = read_form(asker.view), tools.boundary.tongue_of(asker.user)
    new = _new_of_form(form, TaskKind.TASK, tongue)

    async def act() -> Known | tuple[Incident, Facts, Task]:
        request = Request(form.incident, asker.user, asker.key)
        id, was = TaskId(form.values["task"]), form.values["was"]
        try:
            changed = await verbs.rewrite(
                tools.desk, request, id, new, lambda task: task_forms.seen(task) == was
            )
        except StaleTask as stale:
            async with tools.desk.ledger.look() as work:
                incident = await work.incidents.get(form.incident)
            return incident, await tools.facts(incident), stale.task
        return await _known(tools, changed)

    def show(outcome: Known | tuple[Incident, Facts, Task], tongue: Tongue) -> Answer:
        if len(outcome) == 2:
            return _shown(tools)(outcome, tongue)
        return _drawn_again(tools, form, outcome, tongue)

    acting = open_form.beside(tongue, act, owner=verbs.CANNOT_OWN)
    await tools.boundary.commit(asker, task_forms.EDIT.name, acting, show)


def _drawn_again(
    tools: Tools, form: Submitted, now: tuple[Incident, Facts, Task], tongue: Tongue
) -> Answer:
    incident, facts, task = now
    scene = tools.scene(incident, tongue).knowing(facts)
    note = tell(
        tongue,
        ":warning: Somebody was faster. Now it is: {what}. Submit again to have it your way.",
        what=task_forms.as_it_is(scene, task),
    )
    typed = {**form.values, "was": task_forms.seen(task)}
    return FormAgain(note, view=task_forms.EDIT.view(scene, typed, note))


async def _line(tools: Tools, asker: Asker, kind: TaskKind, rest: str) -> None:
    number, said = targets.without_reference(rest)
    if not said:
        meant = lambda: targets.incident_meant(tools, asker, kind.value, number)  # noqa: E731
        await open_form.offer(tools, asker, task_forms.ADD, meant, {"kind": kind.value})
        return

    async def act() -> Known:
        _, request, text = await targets.request_for(tools, asker, kind.value, rest)
        line = read_task_line(text)
        return await _known(tools, await _do(tools, asker, request, kind, line))

    await tools.boundary.commit(asker, kind.value, act, _shown(tools))


async def _do(
    tools: Tools, asker: Asker, request: Request, kind: TaskKind, line: TaskLine
) -> Changed:
    desk, which = tools.desk, Which(kind, line.number)
    match line.act:
        case Act.DONE | Act.DROP:
            return await verbs.end(desk, request, which, ENDS[line.act])
        case Act.TAKE | Act.GIVE:
            return await verbs.give(desk, request, which, line.who or asker.user)
        case Act.LATER:
            return await verbs.put_off(desk, request, which, line.span or TEN_MINUTES)
        case Act.CARRY:
            return await verbs.carry(desk, request, which)
        case Act.ADD:
            return await verbs.add(desk, request, await _new(tools, asker.user, kind, line))


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
    return NewTask(kind=kind, text=with_names(text, names), owner=line.who, due_at=due)


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


async def _known(tools: Tools, changed: Changed) -> Known:
    return changed, await tools.facts(changed.incident)


def _shown(tools: Tools) -> Callable[[Known, Tongue], Answer]:
    def show(known: Known, tongue: Tongue) -> Answer:
        changed, facts = known
        return views.told(tools.scene(changed.incident, tongue).knowing(facts), changed.facts)

    return show


def _open_one(
    tools: Tools, asker: Asker, id: str, task: TaskId
) -> Callable[[], Awaitable[Incident]]:
    """The form of one that is over does not open; why is said instead."""

    async def meant() -> Incident:
        incident = await targets.incident_of_button(tools, asker, id)
        async with tools.desk.ledger.look() as work:
            found = await work.tasks.get(task)
        if found is None or found.incident != incident.id:
            raise NoSuchTask(incident.reference, TaskKind.TASK.value, 0)
        await verbs.require_open(tools.desk, incident, Which(found.kind, found.number), found)
        return incident

    return meant


def _new_of_form(form: Submitted, kind: TaskKind, tongue: Tongue) -> NewTask:
    text = " ".join(form.values["text"].split())
    if not text:
        raise FormRefused(text=tongue.say(EMPTY_TEXT))
    owner = UserId(form.values["owner"]) if form.values.get("owner") else None
    due, source = task_forms.due_of(form.values), form.values.get("source") or None
    return NewTask(kind=kind, text=text, owner=owner, due_at=due, source=source)


VERBS = {
    grammar.TASK: task,
    grammar.TASKS: tasks,
    grammar.ACTION: action,
    grammar.ACTIONS: actions,
}
BUTTONS = {
    f"open.{task_forms.ADD.name}": add_button,
    f"open.{task_forms.EDIT.name}": edit_button,
}
FORMS = {task_forms.ADD.name: submitted, task_forms.EDIT.name: edited}
