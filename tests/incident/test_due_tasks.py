"""What is said of tasks and action items by itself, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.incident.due import due
from bot.incident.due_tasks import Reach, action_reminders
from bot.incident.ids import IncidentId, UserId
from bot.incident.incident import Incident
from bot.incident.lifecycle import Status
from bot.incident.policy import Policy
from bot.incident.task import Task, TaskId, TaskKind, TaskState
from bot.incident.working_hours import WorkingHours

NOW = datetime(2026, 3, 2, 21, 30, tzinfo=UTC)
ANA, BOB = UserId("UANA"), UserId("UBOB")
HOURS = WorkingHours()
ZONES = {ANA: "Europe/Paris", BOB: "Asia/Tokyo"}
OURS = {"task_due", "tasks_left"}


def incident(**more: object) -> Incident:
    fields = {"id": IncidentId("i"), "number": 1, "title": "Down", "severity": "sev1"}
    return Incident.model_validate({**fields, "declared_by": ANA, "declared_at": NOW, **more})


def task(kind: TaskKind, due_at: datetime | None, **more: object) -> Task:
    fields = {"id": TaskId("t"), "incident": "i", "number": 1, "text": "Do it"}
    made = {"created_by": ANA, "created_at": NOW, "kind": kind, "due_at": due_at}
    return Task.model_validate({**fields, **made, **more})


def reach(*gone: UserId) -> Reach:
    return Reach(HOURS, lambda user: ZONES.get(user, "Etc/UTC"), lambda user: user in gone)


def said(*tasks: Task, about: Incident) -> list[str]:
    return [n.key for n in due(about, tasks, Policy()) if n.what in OURS]


def test_a_task_with_a_time_is_spoken_of_once_for_each_time_it_is_given() -> None:
    first, later = task(TaskKind.TASK, NOW), task(TaskKind.TASK, NOW + timedelta(minutes=10))

    [one] = [n for n in due(incident(), [first], Policy()) if n.what in OURS]

    assert (one.at, one.to) == (NOW, None)
    assert said(first, about=incident()) == said(first, about=incident())
    assert said(first, about=incident()) != said(later, about=incident())


def test_nothing_is_said_of_what_is_over_has_no_time_or_comes_after_the_incident() -> None:
    over = task(TaskKind.TASK, NOW, state=TaskState.DONE)
    timeless, action = task(TaskKind.TASK, None), task(TaskKind.ACTION, NOW)

    assert said(over, timeless, action, about=incident()) == []
    for status in set(Status) - {Status.INVESTIGATING, Status.IDENTIFIED, Status.MONITORING}:
        assert said(task(TaskKind.TASK, NOW), about=incident(status=status)) == []


def test_whoever_resolved_it_is_asked_what_becomes_of_what_is_left() -> None:
    over = incident(status="resolved", status_at=NOW, status_by=BOB)
    left, done = task(TaskKind.TASK, None), task(TaskKind.TASK, None, state=TaskState.DONE)

    [asked] = [n for n in due(over, [left], Policy()) if n.what in OURS]

    assert (asked.what, asked.at, asked.to) == ("tasks_left", NOW, BOB)
    assert said(done, about=over) == []
    assert said(task(TaskKind.ACTION, NOW), about=over) == []


def test_an_action_item_is_spoken_of_before_on_and_after_its_day_weekly_and_then_to_another() -> (
    None
):
    late = datetime(2026, 3, 9, 17, tzinfo=UTC)
    heard = list(_over_time(task(TaskKind.ACTION, late, owner=BOB), [timedelta(hours=1)] * 1500))

    days = [(at.strftime("%m-%d %H:%M"), key.rpartition(":")[2], to) for at, key, to in heard]
    assert days == [
        ("03-09 00:30", "before", BOB),
        ("03-10 00:30", "on", BOB),
        ("03-11 00:30", "after", BOB),
        ("03-18 00:30", "week1", BOB),
        ("03-25 00:30", "week2", BOB),
        ("04-01 00:30", "week3", BOB),
        ("04-08 00:30", "week4", BOB),
        ("04-15 07:30", "report", ANA),
    ]


@given(
    st.lists(st.timedeltas(timedelta(minutes=1), timedelta(days=9)), max_size=60),
    st.timedeltas(timedelta(days=-60), timedelta(days=60)),
    st.sampled_from((ANA, BOB, None)),
)
def test_each_is_said_once_and_never_outside_of_working_hours(
    pauses: list[timedelta], ahead: timedelta, owner: UserId | None
) -> None:
    heard = list(_over_time(task(TaskKind.ACTION, NOW + ahead, owner=owner), pauses))

    keys = [key for _, key, _ in heard]
    assert len(set(keys)) == len(keys) <= 8
    assert all(HOURS.are_now(at, ZONES[to]) for at, _, to in heard)


def test_after_a_long_pause_only_the_newest_step_is_said() -> None:
    item = task(TaskKind.ACTION, NOW, owner=ANA)

    heard = list(_over_time(item, [timedelta(days=16, hours=12)]))

    assert [key.rpartition(":")[2] for _, key, _ in heard] == ["week2"]


def test_what_belongs_to_nobody_or_to_somebody_who_left_goes_to_whoever_answers() -> None:
    at = NOW + timedelta(days=9, hours=12)
    nobodys = task(TaskKind.ACTION, NOW)
    bobs = task(TaskKind.ACTION, NOW, owner=BOB)

    assert {n.to for n in action_reminders(incident(), [nobodys], reach(), at)} == {ANA}
    assert {n.to for n in action_reminders(incident(), [bobs], reach(BOB), at)} == {ANA}
    assert list(action_reminders(incident(), [bobs], reach(ANA, BOB), at)) == []


def _over_time(item: Task, pauses: list[timedelta]) -> list[tuple[datetime, str, UserId]]:
    """Looks after each pause; what was heard, and when."""
    now, heard = NOW, {}
    for pause in pauses:
        now += pause
        for nudge in action_reminders(incident(), [item], reach(), now):
            if nudge.at <= now and nudge.key not in heard:
                assert nudge.to is not None
                heard[nudge.key] = (now, nudge.key, nudge.to)
    return list(heard.values())
