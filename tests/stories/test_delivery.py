"""Events come twice, shuffled, late, or make no sense: nothing is lost, and nothing done twice."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.incident.ids import UserId
from bot.sandbox.events import event_callback
from bot.sandbox.workspace import Event
from bot.slack.recorder import NotUnderstood
from tests.lengths import quick
from tests.ready_room import COMMAND, assert_one_of_everything, ready_stage, undone
from tests.stage import Stage, stage
from tests.stories.running import ledger
from tests.stories.seeing import last, patient, shown

NONSENSE = {"channel": "C0LOCAL00", "user": None, "event_ts": "not a time"}
"""Of a type the bot understands, in a shape that Slack has never sent."""


@asynccontextmanager
async def playing(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as scene, scene.bot_running():
        yield patient(scene)


async def unread(scene: Stage) -> list[str]:
    async with ledger(scene) as database, database.look() as work:
        return [str(body["event"]["type"]) for _, body, _ in await work.unread.all()]


@pytest.mark.parametrize("seed", quick([1, 2, 3], 0))
async def test_a_declare_with_each_event_twice_and_shuffled_ends_the_same(
    tmp_path: Path, seed: int
) -> None:
    async with ready_stage(tmp_path) as (scene, people), scene.bot_running():
        scene.slack.faults.duplicate_events = True
        scene.slack.faults.shuffle_events = random.Random(seed)  # noqa: S311

        await people.ana.slash(COMMAND)
        await scene.settle()
        await scene.forward(minutes=1)

        assert_one_of_everything(people)
        assert await undone(scene.url, scene.clock.now()) == []
        assert scene.slack.given_up == []


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
async def test_who_is_in_the_room_is_known_however_joins_and_leaves_arrive(
    tmp_path: Path, seed: int
) -> None:
    async with playing(tmp_path) as scene:
        ana, ben, cleo = (scene.person(name) for name in ("ana", "ben", "cleo"))
        await ana.slash(COMMAND)
        await scene.settle()
        [room] = scene.rooms
        scene.slack.faults.duplicate_events = True
        scene.slack.faults.shuffle_events = random.Random(seed)  # noqa: S311

        for person in (ben, cleo):
            await person.join(room)
            await person.leave(room)
        await ben.join(room)
        await scene.settle()

        async with ledger(scene) as database, database.look() as work:
            [incident] = await work.incidents.still_open()
            there = await work.members.of(incident.id)
        assert there >= {UserId(ana.id), UserId(ben.id)}
        assert UserId(cleo.id) not in there


async def test_a_mention_whose_acks_are_slow_is_delivered_often_and_answered_once(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as scene:
        scene.slack.redeliver_after = 0.01
        scene.slack.faults.latency = 0.05
        scene.slack.channel("general", with_bot=True)
        ana = scene.slack.newcomer("ana")

        await ana.mention(COMMAND.removeprefix("/incident "))
        await scene.settle()

        assert len(scene.rooms) == 1
        assert len(ana.private) == 1
        assert len(ana.inbox()) == 1


@pytest.mark.long
async def test_an_event_that_no_socket_took_is_delivered_to_the_next(tmp_path: Path) -> None:
    async with playing(tmp_path) as scene:
        scene.slack.channel("general", with_bot=True)
        scene.slack.faults.drop_sockets()

        await scene.person("ana").mention(COMMAND.removeprefix("/incident "))
        await scene.settle()

        assert len(scene.rooms) == 1


async def test_an_event_that_fails_twice_is_kept_acked_counted_and_shown(tmp_path: Path) -> None:
    async with playing(tmp_path) as scene:
        scene.slack.redeliver_after = 0.05
        scene.slack.workspace.emit("member_joined_channel", NONSENSE)
        await scene.settle()

        assert await unread(scene) == ["member_joined_channel"]
        assert scene.slack.given_up == []
        metrics = scene.bot.bot.surroundings.metrics.text().decode()
        assert "incident_bot_unread_events 1.0" in metrics
        ana = scene.person("ana")
        await ana.slash("/incident check")
        await scene.settle()
        assert "1 events could not be understood" in shown(last(ana))


async def test_an_event_that_fails_once_is_not_kept_but_asked_for_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as scene:
        name = "member_joined_channel"
        event = Event(name, name, {"type": name, **NONSENSE})

        with pytest.raises(NotUnderstood):
            await scene.bot.bot.recorder.record(event_callback(scene.slack.workspace, event))

        assert await unread(scene) == []


async def test_what_is_still_not_understood_stays_unread_through_every_start(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path) as scene:
        async with scene.bot_running():
            scene.slack.redeliver_after = 0.05
            scene.slack.workspace.emit("member_joined_channel", NONSENSE)
            await scene.settle()

        for _ in range(2):
            async with scene.bot_running():
                assert await unread(scene) == ["member_joined_channel"]


async def test_what_an_earlier_release_did_not_understand_is_done_at_the_next_start(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path) as scene:
        ana = scene.person("ana")
        scene.slack.channel("general", with_bot=True)
        said = await ana.mention(COMMAND.removeprefix("/incident "))
        words = {"user": ana.id, "text": said.text, "ts": said.ts, "channel": said.channel}
        event = Event("message", "message.channels", {"type": "message", **words})
        body = event_callback(scene.slack.workspace, event)
        async with ledger(scene) as database, database.work() as work:
            now = datetime(2026, 1, 1, tzinfo=UTC)
            await work.unread.add(body["event_id"], body, "KeyError", now)

        async with scene.bot_running():
            await patient(scene).settle()

            assert await unread(scene) == []
            assert scene.rooms == ["inc-1-checkout-is-failing"]
