"""Whatever anybody does in whatever order: one commander, a legal state, facts that add up."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.incident.changes import StatusChanged
from bot.incident.errors import IncidentError
from bot.incident.evolve import replay
from bot.incident.ids import IncidentId, UserId
from bot.incident.incident import Incident
from bot.incident.lifecycle import Status, may_go
from bot.incident.moments import EDITABLE
from bot.incident.policy import Policy
from bot.incident.question import Declaration, FromForm
from bot.incident.roles import Role
from bot.incident.timeline import TimelineEntry
from bot.language import Tongue
from bot.outlets.update_renderer import UpdateRenderer
from bot.response.change import Changed, Request
from bot.response.checklist import tick
from bot.response.declare import Opened, declare
from bot.response.edit import edit
from bot.response.ends import cancel, close, reopen, resolve
from bot.response.merge import merge, relate, unmerge
from bot.response.ports import Desk
from bot.response.quiet import quiet
from bot.response.roles import assign, drop, take
from bot.response.times import set_moments
from bot.sandbox.hand_clock import HandClock
from bot.slack.views.card import card
from bot.slack.views.scene import Facts, Scene
from bot.storage.ledger import Database
from tests.databases import fresh_url
from tests.response.conftest import AddressBook, Alarm, Board

PEOPLE = [UserId(f"U{n}") for n in range(4)]
POLICY = Policy()
Act = Callable[[Desk, Request, list[IncidentId]], Awaitable[Changed]]

people = st.sampled_from(PEOPLE)
roles = st.sampled_from(POLICY.roles)
texts = st.sampled_from(["", "It is over", "x" * 400, "<!channel> & \N{FIRE}"])


def _editing(field: str, values: st.SearchStrategy[str]) -> st.SearchStrategy[Act]:
    return values.map(lambda value: lambda desk, request, _: edit(desk, request, {field: value}))


def _moment(moment: Any, minutes: int) -> Act:
    def act(desk: Desk, request: Request, _: list[IncidentId]) -> Awaitable[Changed]:
        return set_moments(desk, request, {moment: desk.clock.now() - timedelta(minutes=minutes)})

    return act


acts: st.SearchStrategy[Act] = st.one_of(
    _editing("status", st.sampled_from([s.value for s in Status])),
    _editing("severity", st.sampled_from([level.key for level in POLICY.severities])),
    _editing("title", st.sampled_from(["Search is slow", "x" * 150])),
    _editing("impact", texts),
    roles.map(lambda role: lambda desk, request, _: take(desk, request, role, over=True)),
    st.tuples(roles, people).map(
        lambda pair: lambda desk, request, _: assign(desk, request, pair[0], pair[1])
    ),
    roles.map(lambda role: lambda desk, request, _: drop(desk, request, role)),
    texts.map(lambda text: lambda desk, request, _: resolve(desk, request, text)),
    texts.map(lambda text: lambda desk, request, _: cancel(desk, request, text)),
    texts.map(lambda text: lambda desk, request, _: close(desk, request, text)),
    texts.map(lambda text: lambda desk, request, _: reopen(desk, request, text)),
    st.builds(_moment, st.sampled_from(EDITABLE), st.integers(0, 300)),
    st.just(lambda desk, request, all_: merge(desk, request, all_[-1])),
    st.just(lambda desk, request, all_: relate(desk, request, all_[0])),
    st.just(lambda desk, request, _: unmerge(desk, request)),
    st.booleans().map(
        lambda on: lambda desk, request, _: tick(desk, request, {"declare.title": on})
    ),
    st.just(lambda desk, request, _: quiet(desk, request, timedelta(minutes=30))),
)
Steps = list[tuple[Act, UserId, int, int]]
steps = st.lists(st.tuples(acts, people, st.integers(0, 1), st.integers(0, 90)), max_size=25)


@settings(max_examples=8, deadline=None)
@given(steps)
def test_any_sequence_of_verbs_leaves_a_sound_incident(done: Steps) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_play(Path(folder), done))


@pytest.mark.long
@pytest.mark.timeout(300)
@settings(max_examples=40, deadline=None)
@given(steps)
def test_many_sequences_of_verbs_leave_sound_incidents(done: Steps) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_play(Path(folder), done))


async def _play(folder: Path, done: Steps) -> None:
    database, clock = await Database.open(await fresh_url("sqlite", folder)), HandClock()
    book = AddressBook()
    desk = Desk(
        ledger=database,
        clock=clock,
        waker=Alarm(),
        directory=book,
        on_call=Board(),
        renderer=UpdateRenderer(lambda: POLICY),
        policy=lambda: POLICY,
    )
    try:
        ids = [await _declared(desk, title) for title in ("Checkout is failing", "Login is slow")]
        for number, (act, by, which, minutes) in enumerate(done):
            await clock.forward(minutes=minutes)
            with suppress(IncidentError):  # refused, and then nothing may have changed
                await act(desk, Request(ids[which], by, f"act:{number}"), ids)
        for id in ids:
            async with database.look() as work:
                stored, entries = await work.incidents.get(id), await work.timeline.of(id)
            _check(stored, list(entries))
    finally:
        await database.close()


async def _declared(desk: Desk, title: str) -> IncidentId:
    declaration = Declaration(
        key=title, title=title, severity="sev3", by=PEOPLE[0], origin=FromForm(view="V")
    )
    outcome = await declare(desk, declaration)
    assert isinstance(outcome, Opened)
    return outcome.incident.id


def _check(stored: Incident, entries: list[TimelineEntry]) -> None:
    status = Status.INVESTIGATING
    in_order = sorted(entries, key=lambda entry: entry.recorded_at)
    for entry in in_order:
        if isinstance(entry.fact, StatusChanged):
            assert entry.fact.before is status
            assert may_go(entry.fact.before, entry.fact.after)
            status = entry.fact.after
    assert stored.status is status
    assert len([role for role in stored.roles if role is Role.IC]) <= 1
    known = [at for moment in EDITABLE if (at := stored.moments.at(moment))]
    assert known == sorted(known) or stored.moments.out_of_order()
    blank = Incident(
        id=stored.id,
        number=stored.number,
        title="",
        severity="",
        declared_by=stored.declared_by,
        declared_at=stored.declared_at,
    )
    rebuilt = replay(blank, in_order)
    unlike = {"version", "wake_at"}
    assert rebuilt.model_dump(exclude=unlike) == stored.model_dump(exclude=unlike)
    assert _card(rebuilt, in_order) == _card(stored, in_order)


def _card(incident: Incident, entries: list[TimelineEntry]) -> dict[str, Any]:
    facts = Facts(recent=tuple(entries[-3:]), now=entries[-1].recorded_at)
    return card(Scene(incident, POLICY, Tongue(), "C1", facts))
