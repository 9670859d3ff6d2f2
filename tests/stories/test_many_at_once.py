"""Twenty people send the form in the same moment, and Slack takes its time."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import pytest

from bot.sandbox.answer import Answer
from bot.sandbox.call import Call, Phase
from bot.sandbox.http_line import PATIENCE
from bot.sandbox.manifest import granted
from bot.sandbox.people import Person
from bot.sandbox.slack import LocalSlack
from bot.sandbox.workspace import View
from bot.slack.manifest import shipped_manifest
from tests.child import cradle, until
from tests.databases import Kind, fresh_url
from tests.ready_room import kept, undone
from tests.stage import Stage, stage
from tests.stories.seeing import form, patient, shown

COUNT = 20
LATENCY = 0.12
QUICK = 0.3
"""Seconds within which everybody has their answer when the bot has a processor to itself."""
ROUNDS = 5
"""The machine may be busy with others: the best counts."""

POSTGRESQL = pytest.param("postgresql", marks=[pytest.mark.long, pytest.mark.alone])
BOTH = pytest.mark.parametrize("kind", ["sqlite", POSTGRESQL])


async def with_open_forms(scene: Stage) -> list[Person]:
    """Opened before the rush, as people type for longer than Slack takes."""
    people = [scene.person(f"person-{number}") for number in range(COUNT)]
    async with scene.bot_running():
        for person in people:
            await person.slash("/incident declare")
        await patient(scene).settle()
    return people


async def send(person: Person, number: int) -> Answer:
    [view] = views_of(person)
    return await person.submit(view, title=f"Trouble {number}", severity="sev2")


@pytest.mark.long
@BOTH
async def test_twenty_forms_at_once_are_twenty_incidents_and_nobody_waits(
    tmp_path: Path, kind: Kind
) -> None:
    async with stage(tmp_path, kind=kind) as scene:
        scene.slack.patience = PATIENCE
        people = await with_open_forms(scene)
        async with scene.bot_running():
            scene.slack.rate_limits = False  # of announcements, Slack takes one a second
            scene.slack.faults.latency = LATENCY
            answers = await asyncio.gather(*map(send, people, range(COUNT)))
            await patient(scene).settle()

            assert [answer.status for answer in answers] == ["ok"] * COUNT
            assert max(answer.seconds for answer in answers) < 3
            incidents = [incident for incident, _ in await kept(scene.url)]
            assert sorted(one.number for one in incidents) == list(range(1, COUNT + 1))
            assert len({one.channel for one in incidents}) == len(scene.rooms) == COUNT
            assert len(scene.announcements) == COUNT
            assert await undone(scene.url, scene.clock.now()) == []
            for person in people:
                assert "has its room" in shown(form(person))


@pytest.mark.long
@pytest.mark.alone
@BOTH
async def test_answers_come_before_the_rooms_are_made(tmp_path: Path, kind: Kind) -> None:
    async with stage(tmp_path, kind=kind) as scene:
        scene.slack.patience = PATIENCE
        people = await with_open_forms(scene)
        async with scene.bot_running():
            sending = [asyncio.create_task(send(one, n)) for n, one in enumerate(people)]
            answered_at_first_room: list[int] = []

            def note(call: Call, phase: Phase) -> None:
                if call.method == "conversations.create" and not answered_at_first_room:
                    answered_at_first_room.append(sum(task.done() for task in sending))

            scene.slack.faults.on_call.append(note)
            await asyncio.gather(*sending)
            await patient(scene).settle()

            assert answered_at_first_room[0] >= 0.9 * COUNT


@pytest.mark.long
@pytest.mark.alone
@pytest.mark.timeout(120)
async def test_twenty_forms_at_once_are_answered_by_a_process_of_its_own_in_a_blink(
    tmp_path: Path,
) -> None:
    scopes, events = granted(shipped_manifest())
    async with LocalSlack(scopes=scopes, events=events) as slack:
        slack.channel("incidents")
        slack.rate_limits = False
        people = [slack.person(f"person-{number}") for number in range(COUNT)]
        url = await fresh_url("sqlite", tmp_path)
        async with cradle(slack, tmp_path, url) as children:
            await children.life()
            slowest = [await slowest_of(slack, url, people, number) for number in range(ROUNDS)]

        assert min(slowest) < QUICK
        assert max(slowest) < 3


async def all_done(url: str) -> bool:
    return not await undone(url)


async def slowest_of(slack: LocalSlack, url: str, people: list[Person], number: int) -> float:
    """Seconds until the last of them was answered, once the forms stand open."""
    slack.faults.latency = 0.0
    for person in people:
        await person.slash("/incident declare")
        await until(partial(has_form, person))
    slack.faults.latency = LATENCY
    answers = await asyncio.gather(*(send(one, 100 * number + n) for n, one in enumerate(people)))
    await until(lambda: all_done(url))
    assert [answer.status for answer in answers] == ["ok"] * COUNT
    return max(answer.seconds for answer in answers)


def has_form(person: Person) -> bool:
    return any(view.callback_id == "declare" for view in views_of(person))


def views_of(person: Person) -> list[View]:
    view = person.view()
    return [] if view is None else [view]
