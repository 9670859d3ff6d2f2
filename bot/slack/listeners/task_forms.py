"""The forms of tasks and action items: a new one, and one that is changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.errors import FormRefused, NoSuchTask
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.task import Task, TaskId, TaskKind
from bot.language import N_, Tongue
from bot.response import tasks as verbs
from bot.response.change import Request
from bot.response.task_writing import NewTask
from bot.response.tasks import StaleTask, Which
from bot.slack import open_form, targets
from bot.slack.askers import Asker
from bot.slack.task_answers import Known, known, shown
from bot.slack.tools import Tools
from bot.slack.views import task_forms
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import tell
from bot.slack.views.incident_form import FormAgain, Submitted
from bot.slack.views.incident_form import submitted as read_form
from bot.slack.views.scene import Facts

EMPTY_TEXT = N_("Say what is to be done, for example: Restart the cache")


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
        return await known(tools, await verbs.add(tools.desk, request, new))

    acting = open_form.beside(tongue, act, owner=verbs.CANNOT_OWN)
    await tools.boundary.commit(asker, task_forms.ADD.name, acting, shown(tools))


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
        return await known(tools, changed)

    def show(outcome: Known | tuple[Incident, Facts, Task], tongue: Tongue) -> Answer:
        if len(outcome) == 2:
            return shown(tools)(outcome, tongue)
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
    by_hand, type = task_forms.is_by_hand(form.values), task_forms.type_of(form.values)
    return NewTask(
        kind=kind,
        text=text,
        owner=owner,
        due_at=due,
        type=type,
        source=source,
        by_hand=by_hand,
    )


BUTTONS = {
    f"open.{task_forms.ADD.name}": add_button,
    f"open.{task_forms.EDIT.name}": edit_button,
}
FORMS = {task_forms.ADD.name: submitted, task_forms.EDIT.name: edited}
