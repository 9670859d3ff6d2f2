"""Ticking, deciding, and the service of an incident, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.incident.changes import ItemTicked, WayAsked, WayChosen
from bot.incident.decision import Choice, Way
from bot.incident.errors import NoChange
from bot.incident.evolve import replay
from bot.incident.incident import Incident
from bot.incident.service import Service
from bot.response.change import Request
from bot.response.checklist import tick
from bot.response.decide import ask_for_way, decide_way
from bot.response.declare import Asked, Opened, declare
from tests.response.conftest import Office
from tests.response.test_declare import ANA, BOB, opened, said


def request(incident: Incident, key: str, by: str = ANA) -> Request:
    return Request(incident.id, by, key)  # type: ignore[arg-type]


async def stored(office: Office, incident: Incident) -> Incident:
    """As it is remembered, which is what its facts add up to."""
    async with office.desk.ledger.look() as work:
        now = await work.incidents.get(incident.id)
        entries = await work.timeline.of(incident.id)
    added = replay(incident, entries)
    parts = {"version", "wake_at"}
    assert added.model_dump(exclude=parts) == now.model_dump(exclude=parts)
    return now


async def test_a_tick_is_one_fact_whoever_ticks_again(office: Office) -> None:
    incident = (await opened(office, said())).incident

    first = await tick(office.desk, request(incident, "r1"), {"title": True, "changes": True})
    again = await tick(office.desk, request(incident, "r1"), {"title": True, "changes": True})
    other = await tick(office.desk, request(incident, "r2", BOB), {"title": True})
    back = await tick(office.desk, request(incident, "r3", BOB), {"title": False})

    assert first.facts == again.facts == (ItemTicked(item="title"), ItemTicked(item="changes"))
    assert other.facts == ()
    assert back.facts == (ItemTicked(item="title", ticked=False),)
    ticks = (await stored(office, incident)).ticks
    assert {key: tick.by for key, tick in ticks.items()} == {"changes": ANA}


async def test_a_decision_is_kept_with_who_when_and_until_when(office: Office) -> None:
    incident = (await opened(office, said())).incident
    wait = Choice(Way.WAIT, wait=timedelta(minutes=20))

    changed = await decide_way(office.desk, request(incident, "r1", BOB), wait)

    now, over = office.clock.now(), office.clock.now() + timedelta(minutes=20)
    async with office.desk.ledger.look() as work:
        [entry] = await work.entries.of(incident.id)
    assert changed.facts == (WayChosen(way="wait", until=over, entry=entry.id),)
    kept = await stored(office, incident)
    assert (kept.way, kept.way_by, kept.way_at, kept.way_until) == ("wait", BOB, now, over)

    await office.clock.forward(minutes=30)
    note = Choice(Way.ROLL_BACK, "to 41")
    await decide_way(office.desk, request(incident, "r2"), note)
    kept = await stored(office, incident)
    assert (kept.way, kept.way_note, kept.way_until) == ("roll_back", "to 41", None)
    assert kept.way_asked_at == over


async def test_two_who_press_the_same_button_decide_once(office: Office) -> None:
    incident = (await opened(office, said())).incident
    choice = Choice(Way.ROLL_BACK)

    await decide_way(office.desk, request(incident, "r1"), choice)

    with pytest.raises(NoChange):
        await decide_way(office.desk, request(incident, "r2", BOB), choice)
    await office.clock.forward(minutes=1)
    await ask_for_way(office.desk, request(incident, "r3"))
    await decide_way(office.desk, request(incident, "r4", BOB), choice)
    assert (await stored(office, incident)).way_by == BOB


async def test_the_question_is_put_again_only_once_it_is_answered(office: Office) -> None:
    incident = (await opened(office, said())).incident

    first = await ask_for_way(office.desk, request(incident, "r1"))
    await office.clock.forward(minutes=1)
    again = await ask_for_way(office.desk, request(incident, "r2", BOB))
    await decide_way(office.desk, request(incident, "r3"), Choice("x" * 999))
    await office.clock.forward(minutes=1)
    later = await ask_for_way(office.desk, request(incident, "r4"))

    assert [c.facts for c in (first, again, later)] == [(WayAsked(),), (), (WayAsked(),)]
    assert len((await stored(office, incident)).way) == 300


async def test_a_service_makes_incidents_alike(office: Office) -> None:
    services = (Service(key="checkout"), Service(key="search"))
    object.__setattr__(office.policy, "services", services)
    first = (await opened(office, said("k1", "Nobody can pay", service="checkout"))).incident

    one_line = said("k2", "Checkout is slow", by=BOB, one_line=True)
    asked = await declare(office.desk, one_line)
    by_form = said("k3", "Queue is full", by=BOB, service="checkout", one_line=False)
    noted = await declare(office.desk, by_form)
    other = said("k4", "Index is old", by=BOB, service="search", one_line=False)
    apart = await declare(office.desk, other)

    assert isinstance(asked, Asked)
    assert asked.about is not None
    assert asked.about.id == first.id
    assert isinstance(noted, Opened)
    assert noted.incident.alike == (first.number,)
    assert isinstance(apart, Opened)
    assert apart.incident.alike == ()
