"""Two incidents become one, or two again: what each takes, and what is refused."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.incident.changes import MergedInto
from bot.incident.ends_errors import (
    HasEnded,
    IntoItself,
    NotMerged,
    OnlyIntoPrivate,
    StillMerged,
    WentElsewhere,
)
from bot.incident.errors import IncidentError, NotForGuests
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.lifecycle import Status
from bot.incident.moments import Moment
from bot.incident.person import Person
from bot.incident.task import Task, TaskId, TaskKind, TaskState
from bot.response.change import Request
from bot.response.ends import cancel
from bot.response.merge import MERGED, merge, relate, unmerge
from bot.response.times import set_moments
from tests.response.conftest import Office
from tests.response.test_declare import ANA
from tests.response.test_ends import an_incident, request


async def now(office: Office, incident: Incident) -> Incident:
    async with office.desk.ledger.look() as work:
        return await work.incidents.get(incident.id)


async def tasks(office: Office, incident: Incident) -> list[tuple[int, str, TaskState]]:
    async with office.desk.ledger.look() as work:
        return [(t.number, t.text, t.state) for t in await work.tasks.of(incident.id)]


async def a_task(office: Office, incident: Incident, text: str, number: int = 1) -> None:
    task = Task(
        id=TaskId(f"{incident.id} {number}"),
        incident=incident.id,
        kind=TaskKind.TASK,
        number=number,
        text=text,
        created_by=ANA,
        created_at=office.clock.now(),
    )
    async with office.desk.ledger.work() as work:
        await work.tasks.put(task)


async def test_the_other_one_takes_the_worse_the_earlier_and_what_is_to_do(office: Office) -> None:
    one = await an_incident(office, severity="sev1")
    into = await an_incident(office, "Search is slow", severity="sev3")
    third = await an_incident(office, "Mail is late", severity="sev3")
    began = office.clock.now() - timedelta(hours=2)
    await set_moments(office.desk, request(one), {Moment.STARTED: began, Moment.DETECTED: began})
    await a_task(office, one, "Roll back")
    await a_task(office, into, "Ask the vendor")
    await relate(office.desk, request(one), third.id)

    changed = await merge(office.desk, request(one), into.id)

    stays = await now(office, into)
    assert (changed.incident.status, changed.incident.merged_into) == (Status.MERGED, 2)
    assert (stays.severity, stays.status) == ("sev1", Status.INVESTIGATING)
    assert (stays.moments.started, stays.moments.detected) == (began, began)
    assert stays.related == (3,)
    assert stays.roles == into.roles
    assert await tasks(office, one) == [(1, "Roll back", TaskState.CARRIED)]
    assert (2, "Roll back", TaskState.OPEN) in await tasks(office, into)
    async with office.desk.ledger.look() as work:
        [promise] = [e for e in await work.effects.of(one.id) if e.detail.get("what") == MERGED]
    assert promise.detail["number"] == "2"
    assert {one.id, into.id} <= set(office.alarm.woken)


async def test_a_lower_severity_and_later_times_change_nothing(office: Office) -> None:
    one = await an_incident(office, severity="sev3")
    into = await an_incident(office, "Search is slow", severity="sev1")
    started = office.clock.now() - timedelta(hours=1)
    await set_moments(office.desk, request(into), {Moment.STARTED: started})
    await set_moments(office.desk, request(one), {Moment.STARTED: started + timedelta(minutes=1)})

    await merge(office.desk, request(one), into.id)

    stays = await now(office, into)
    assert (stays.severity, stays.moments.started) == ("sev1", started)


async def test_unmerging_gives_back_the_state_and_what_is_still_to_do(office: Office) -> None:
    one, into = await an_incident(office), await an_incident(office, "Search is slow")
    await a_task(office, one, "Roll back")
    await a_task(office, one, "Tell support", 2)
    await merge(office.desk, request(one), into.id)
    async with office.desk.ledger.work() as work:
        copy = next(t for t in await work.tasks.of(into.id) if t.text == "Tell support")
        await work.tasks.put(copy.model_copy(update={"state": TaskState.DONE}))

    back = await unmerge(office.desk, request(one))

    assert (back.incident.status, back.incident.merged_into) == (Status.INVESTIGATING, None)
    assert await tasks(office, one) == [
        (1, "Roll back", TaskState.OPEN),
        (2, "Tell support", TaskState.DONE),
    ]
    assert (1, "Roll back", TaskState.DROPPED) in await tasks(office, into)
    with pytest.raises(NotMerged):
        await unmerge(office.desk, request(one))
    await merge(office.desk, request(one), into.id)
    assert (1, "Roll back", TaskState.OPEN) in await tasks(office, into)


async def test_what_cannot_merge_says_why(office: Office) -> None:
    one, two = await an_incident(office), await an_incident(office, "Search is slow")
    three = await an_incident(office, "Mail is late")
    secret = await an_incident(office, "Keys are gone", private=True)  # type: ignore[arg-type]
    with pytest.raises(IntoItself):
        await merge(office.desk, request(one), one.id)
    with pytest.raises(OnlyIntoPrivate):
        await merge(office.desk, request(secret), one.id)
    await merge(office.desk, request(one), two.id)
    with pytest.raises(StillMerged):
        await merge(office.desk, request(one), three.id)
    with pytest.raises(WentElsewhere, match="merge INC-2"):
        await merge(office.desk, request(three), one.id)
    await cancel(office.desk, request(two))
    with pytest.raises(HasEnded, match="reopen INC-2"):
        await merge(office.desk, request(three), two.id)


async def test_of_two_merges_that_cross_one_wins_and_the_other_is_told(office: Office) -> None:
    one, two = await an_incident(office), await an_incident(office, "Search is slow")

    ended = await asyncio.gather(
        merge(office.desk, request(one), two.id),
        merge(office.desk, request(two), one.id),
        return_exceptions=True,
    )

    [refused] = [end for end in ended if isinstance(end, BaseException)]
    assert isinstance(refused, IncidentError)
    merged = [i for i in (await now(office, one), await now(office, two)) if not i.is_open]
    assert len(merged) == 1


async def test_the_same_merge_told_twice_is_one(office: Office) -> None:
    one, into = await an_incident(office), await an_incident(office, "Search is slow")
    asked = request(one)

    first = await merge(office.desk, asked, into.id)
    again = await merge(office.desk, asked, into.id)

    assert again.facts == first.facts
    assert (await now(office, one)).version == first.incident.version


async def test_a_public_incident_does_not_name_the_private_one_it_goes_into(
    office: Office,
) -> None:
    one = await an_incident(office)
    secret = await an_incident(office, "Keys are gone", private=True)  # type: ignore[arg-type]

    await relate(office.desk, request(one), secret.id)
    assert (await now(office, one)).related == ()
    assert (await now(office, secret)).related == (1,)
    changed = await merge(office.desk, request(one), secret.id)

    assert changed.incident.merged_hidden
    assert MergedInto(other=secret.id, number=2, hidden=True) in changed.facts


async def test_relating_links_both_and_said_again_unlinks_them(office: Office) -> None:
    one, two = await an_incident(office), await an_incident(office, "Search is slow")

    await relate(office.desk, request(one), two.id)
    linked = (await now(office, one)).related, (await now(office, two)).related
    await relate(office.desk, request(two), one.id)

    assert linked == ((2,), (1,))
    assert ((await now(office, one)).related, (await now(office, two)).related) == ((), ())
    with pytest.raises(IntoItself):
        await relate(office.desk, request(one), one.id)


async def test_who_may_not_act_in_both_merges_neither(office: Office) -> None:
    one, two = await an_incident(office), await an_incident(office, "Search is slow")
    guest = UserId("UGUEST")
    office.book.people[guest] = Person(
        id=guest, name="guest", guest=True, known_at=office.clock.now()
    )
    async with office.desk.ledger.work() as work:
        await work.members.joined(one.id, guest, office.clock.now())

    with pytest.raises(NotForGuests):
        await merge(office.desk, Request(one.id, guest, "k"), two.id)
    assert (await now(office, one)).is_open
