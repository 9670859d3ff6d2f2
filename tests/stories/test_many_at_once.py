"""Twenty people send the form in the same moment, and Slack takes its time."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.sandbox.answer import Answer
from bot.sandbox.call import Call, Phase
from bot.sandbox.http_line import PATIENCE
from bot.sandbox.people import Person
from bot.sandbox.workspace import View
from tests.databases import Kind
from tests.ready_room import kept, undone
from tests.stage import Stage, stage
from tests.stories.seeing import form, patient, shown

COUNT = 20
LATENCY = 0.12

BOTH = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])


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
@pytest.mark.alone
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


def views_of(person: Person) -> list[View]:
    view = person.view()
    return [] if view is None else [view]
