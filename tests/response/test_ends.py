"""The ends and the ways back, through the verbs: every pair of states, and what is told twice."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.incident.changes import MomentSet, ResolutionNoted, StatusChanged
from bot.incident.ends_errors import NotEnded
from bot.incident.errors import IncidentError, NoChange, StaleForm
from bot.incident.evolve import replay
from bot.incident.incident import Incident
from bot.incident.lifecycle import OPEN, TRANSITIONS, Status
from bot.incident.moments import Moment
from bot.incident.postmortem.review_facts import RestPutOff
from bot.response.change import Changed, Request, record
from bot.response.edit import edit
from bot.response.ends import cancel, close, keep, reopen, resolve
from bot.response.merge import merge, unmerge
from bot.response.ports import Desk
from bot.response.times import mitigated_now, set_moments
from tests.response.conftest import Office
from tests.response.test_declare import ANA, opened, said

keys = itertools.count()
Way = Callable[[Desk, Request], Awaitable[Changed]]


async def an_incident(office: Office, title: str = "Checkout is failing", **more: str) -> Incident:
    return (await opened(office, said(f"k{next(keys)}", title, **more))).incident


def request(incident: Incident) -> Request:
    return Request(incident.id, ANA, f"r{next(keys)}")


async def brought_to(office: Office, incident: Incident, status: Status) -> Incident:
    """By its facts alone, whatever the verbs may do."""
    facts = [StatusChanged(before=incident.status, after=status)]
    async with office.desk.ledger.work() as work:
        return await record(work, incident.id, facts, office.clock.now())


def ways(into: Incident) -> dict[Status, Way]:
    """The verb that leads to each state."""

    def to(status: Status) -> Way:
        return lambda desk, req: edit(desk, req, {"status": status.value}, reason="why")

    return {
        Status.INVESTIGATING: to(Status.INVESTIGATING),
        Status.IDENTIFIED: to(Status.IDENTIFIED),
        Status.MONITORING: mitigated_now,
        Status.RESOLVED: lambda desk, req: resolve(desk, req, "rolled back"),
        Status.CLOSED: lambda desk, req: close(desk, req, "no post-mortem needed"),
        Status.CANCELLED: cancel,
        Status.MERGED: lambda desk, req: merge(desk, req, into.id),
    }


async def test_every_pair_of_states_goes_or_is_refused_through_its_verb(office: Office) -> None:
    one, into = await an_incident(office), await an_incident(office, "Search is slow")

    for before, (after, way) in itertools.product(Status, ways(into).items()):
        async with office.desk.ledger.look() as work:
            one = await brought_to(office, await work.incidents.get(one.id), before)
        allowed = after in TRANSITIONS[before] and before is not Status.MERGED
        if allowed:
            changed = await way(office.desk, request(one))
            assert changed.incident.status is after, (before, after)
        else:
            with pytest.raises(IncidentError):
                await way(office.desk, request(one))


@pytest.mark.parametrize("before", [Status.RESOLVED, Status.CLOSED, Status.CANCELLED])
async def test_what_has_ended_comes_back_by_reopening(office: Office, before: Status) -> None:
    one = await brought_to(office, await an_incident(office), before)

    back = await reopen(office.desk, request(one), "it fails again")

    assert back.incident.status is Status.INVESTIGATING
    assert back.incident.ended_because == "it fails again"


async def test_resolving_notes_what_was_done_and_when(office: Office) -> None:
    one = await an_incident(office)
    await office.clock.forward(hours=1)
    at = office.clock.now() - timedelta(minutes=20)
    times = {Moment.RESOLVED: at, Moment.MITIGATED: at}

    asked = request(one)
    changed = await resolve(office.desk, asked, "x" * 2000, lasting="slow reports", times=times)
    again = await resolve(office.desk, asked, "x" * 2000)

    assert [type(fact) for fact in changed.facts] == [
        StatusChanged,
        ResolutionNoted,
        MomentSet,
        MomentSet,
        RestPutOff,
    ]
    assert again.facts == changed.facts
    assert again.incident.version == changed.incident.version
    assert (len(changed.incident.resolution), changed.incident.lasting) == (1000, "slow reports")
    assert changed.incident.moments.resolved == changed.incident.moments.mitigated == at


async def test_a_form_that_was_overtaken_resolves_nothing(office: Office) -> None:
    one = await an_incident(office)
    await resolve(office.desk, request(one), "rolled back")
    await reopen(office.desk, request(one))

    with pytest.raises(StaleForm) as stale:
        await resolve(
            office.desk, request(one), "restarted", seen={"resolution": "", "lasting": ""}
        )

    assert stale.value.fields == ("resolution",)


async def test_a_reason_may_follow_a_cancelling(office: Office) -> None:
    one = await an_incident(office)

    await cancel(office.desk, request(one))
    later = await cancel(office.desk, request(one), "false alarm")

    assert later.incident.ended_because == "false alarm"
    with pytest.raises(NoChange):
        await cancel(office.desk, request(one))


async def test_keeping_a_channel_twice_keeps_it_once(office: Office) -> None:
    one = await an_incident(office)
    with pytest.raises(NotEnded):
        await keep(office.desk, request(one))
    await cancel(office.desk, request(one))

    kept = await keep(office.desk, request(one))

    assert kept.incident.keep_until == office.clock.now() + timedelta(days=15)
    with pytest.raises(NoChange):
        await keep(office.desk, request(one))


async def test_moments_are_set_taken_back_and_not_set_twice(office: Office) -> None:
    one, now = await an_incident(office), office.clock.now()

    known = await set_moments(office.desk, request(one), {Moment.STARTED: now})
    unknown = await set_moments(office.desk, request(one), {Moment.STARTED: None})

    assert known.incident.moments.started == now
    assert unknown.incident.moments.started is None
    with pytest.raises(NoChange):
        await set_moments(office.desk, request(one), {Moment.STARTED: None})


async def test_the_facts_alone_give_the_state_after_all_of_this(office: Office) -> None:
    one, into = await an_incident(office), await an_incident(office, "Search is slow")
    await resolve(office.desk, request(one), "rolled back")
    await close(office.desk, request(one), "small")
    await keep(office.desk, request(one))
    await reopen(office.desk, request(one), "again")
    await merge(office.desk, request(one), into.id)
    await unmerge(office.desk, request(one))

    for incident in (one, into):
        async with office.desk.ledger.look() as work:
            stored = await work.incidents.get(incident.id)
            entries = await work.timeline.of(incident.id)
        told = replay(incident, entries)
        beside = {"version", "wake_at", "no_ic_since"}
        assert told.model_dump(exclude=beside) == stored.model_dump(exclude=beside)
    assert stored.status in OPEN
