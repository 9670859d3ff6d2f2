"""Tasks and action items as verbs: facts, once per intent, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.incident.changes import TaskAdded, TaskChanged, TaskEnded
from bot.incident.errors import NoChange, NoSuchTask, NotAnOwner, TaskOver
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.person import Person
from bot.incident.task import TASK_LIMIT, Task, TaskKind, TaskState
from bot.response import tasks as verbs
from bot.response.change import Changed, Request
from bot.response.task_writing import NewTask
from bot.response.tasks import StaleTask, Which
from tests.response.conftest import Office
from tests.response.test_declare import ANA, BOB
from tests.response.test_verbs import an_incident

FIRST = Which(TaskKind.TASK, 1)
HOUR = timedelta(hours=1)


def asks(incident: Incident, key: str, by: UserId = ANA) -> Request:
    return Request(incident.id, by, key)


async def note(
    office: Office, incident: Incident, key: str = "note", kind: str = "task", **more: object
) -> Changed:
    new = NewTask(kind=TaskKind(kind), text="Restart the cache", **more)  # type: ignore[arg-type]
    return await verbs.add(office.desk, asks(incident, key), new)


async def tasks_of(office: Office, incident: Incident) -> list[Task]:
    async with office.desk.ledger.look() as work:
        return list(await work.tasks.of(incident.id))


async def promises(office: Office, incident: Incident) -> list[str]:
    async with office.desk.ledger.look() as work:
        effects = await work.effects.of(incident.id)
    return [f"{e.detail['what']} {e.detail['to']}" for e in effects if e.key.startswith("say:")]


async def test_the_same_intent_notes_one_and_kinds_count_apart(office: Office) -> None:
    incident = await an_incident(office)

    first = await note(office, incident)
    again = await note(office, incident)
    action = await note(office, incident, "another", "action")

    assert again.facts == first.facts
    assert [(t.kind.value, t.number) for t in await tasks_of(office, incident)] == [
        ("action", 1),
        ("task", 1),
    ]
    [fact] = action.facts
    assert isinstance(fact, TaskAdded)
    assert fact.due_at == office.clock.now() + timedelta(days=7)
    assert (await tasks_of(office, incident))[1].due_at is None


async def test_a_text_of_any_length_is_kept_as_far_as_it_fits(office: Office) -> None:
    incident = await an_incident(office)

    await verbs.add(
        office.desk, asks(incident, "k"), NewTask(kind=TaskKind.TASK, text="x \n" * 999)
    )

    [task] = await tasks_of(office, incident)
    assert len(task.text) <= TASK_LIMIT
    assert task.text.startswith("x x x")


async def test_the_second_who_ends_it_is_told_by_whom(office: Office) -> None:
    incident = await an_incident(office)
    await note(office, incident)
    office.book.people[ANA] = Person(id=ANA, name="ana", known_at=office.clock.now())

    done = await verbs.end(office.desk, asks(incident, "1"), FIRST, TaskState.DONE)

    [fact] = done.facts
    assert isinstance(fact, TaskEnded)
    with pytest.raises(TaskOver, match="task 1 is done, by ana"):
        await verbs.end(office.desk, asks(incident, "2", BOB), FIRST, TaskState.DROPPED)
    with pytest.raises(NoSuchTask, match="no task 7"):
        await verbs.give(office.desk, asks(incident, "3"), Which(TaskKind.TASK, 7), BOB)
    [task] = await tasks_of(office, incident)
    assert (task.state, task.ended_by) == (TaskState.DONE, ANA)


async def test_whom_it_is_given_to_hears_of_it_unless_they_took_it(office: Office) -> None:
    incident = await an_incident(office)
    await note(office, incident)
    before = await promises(office, incident)

    await verbs.give(office.desk, asks(incident, "1"), FIRST, BOB)
    await verbs.give(office.desk, asks(incident, "2"), FIRST, ANA)

    assert before == []
    assert await promises(office, incident) == [f"task_given {BOB}"]
    with pytest.raises(NoChange):
        await verbs.give(office.desk, asks(incident, "3"), FIRST, ANA)


@pytest.mark.parametrize("trait", ["is_bot", "deactivated"])
async def test_bots_and_deactivated_people_own_nothing(office: Office, trait: str) -> None:
    incident = await an_incident(office)
    nobody = {"id": BOB, "name": "bob", "known_at": office.clock.now(), trait: True}
    office.book.people[BOB] = Person.model_validate(nobody)

    with pytest.raises(NotAnOwner, match="bob"):
        await note(office, incident, owner=BOB)
    assert await tasks_of(office, incident) == []


async def test_later_counts_from_now_or_from_its_time_whichever_is_later(office: Office) -> None:
    incident = await an_incident(office)
    now = office.clock.now()
    await note(office, incident, due_at=now + HOUR)

    await verbs.put_off(office.desk, asks(incident, "1"), FIRST, HOUR)
    await office.clock.forward(hours=5)
    late = await verbs.put_off(office.desk, asks(incident, "2"), FIRST, HOUR)

    [fact] = late.facts
    assert isinstance(fact, TaskChanged)
    assert fact.due_at == now + 6 * HOUR


async def test_a_form_that_showed_something_else_changes_nothing(office: Office) -> None:
    incident = await an_incident(office)
    await note(office, incident)
    [task] = await tasks_of(office, incident)
    new = NewTask(kind=TaskKind.TASK, text="Restart it", owner=BOB)

    with pytest.raises(StaleTask):
        await verbs.rewrite(office.desk, asks(incident, "1"), task.id, new, lambda now: False)
    assert await tasks_of(office, incident) == [task]
    await verbs.rewrite(office.desk, asks(incident, "2"), task.id, new, lambda now: now == task)
    [after] = await tasks_of(office, incident)
    assert (after.text, after.owner, after.due_at) == ("Restart it", BOB, None)


async def test_all_that_is_left_is_carried_or_dropped_and_nothing_else(office: Office) -> None:
    incident = await an_incident(office)
    for key in ("a", "b", "c"):
        await note(office, incident, key)
    await note(office, incident, "d", "action")
    await verbs.end(office.desk, asks(incident, "1"), FIRST, TaskState.DONE)
    await verbs.carry(office.desk, asks(incident, "2"), Which(TaskKind.TASK, 2))

    rest = await verbs.settle_all(office.desk, asks(incident, "3"), TaskState.CARRIED)
    none = await verbs.settle_all(office.desk, asks(incident, "4"), TaskState.DROPPED)

    assert [fact.kind for fact in rest.facts] == ["task_ended", "task_added"]
    assert none.facts == ()
    states = [(t.kind.value, t.number, t.state.value) for t in await tasks_of(office, incident)]
    assert sorted(states) == [
        ("action", 1, "open"),
        ("action", 2, "open"),
        ("action", 3, "open"),
        ("task", 1, "done"),
        ("task", 2, "carried"),
        ("task", 3, "carried"),
    ]
