"""Slack fails in every way at every call of a declare, without a restart: one of everything."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from bot.sandbox.call import Call
from bot.sandbox.faults import Drop, Hang, How, RateLimited, Status
from tests.ready_room import (
    COMMAND,
    LINKS,
    ROOM,
    TITLE,
    Cast,
    assert_one_of_everything,
    links,
    own_folder,
    place,
    ready_stage,
    rooms,
    undone,
)
from tests.stage import Stage

ENOUGH = 40
"""Seconds of the hand clock in which everything is made good."""
LOOKED_UP = (
    "conversations.create",
    f"chat.postMessage {ROOM}",
    "chat.postMessage incidents",
    f"bookmarks.add {ROOM} {LINKS[0]}",
)
WAYS: tuple[How, ...] = (
    Status(500, before=True),
    Status(500, before=False),
    RateLimited(7),
    Hang(before=True),
    Hang(before=False),
    Drop(before=True),
    Drop(before=False),
)


@asynccontextmanager
async def playing(tmp_path: Path, *hows: How) -> AsyncIterator[tuple[Stage, Cast]]:
    """Calls may take their time, but where they are to hang it is real time that they cost."""
    hurried = {"SLACK_TIMEOUT_SECONDS": "0.3"} if any(isinstance(how, Hang) for how in hows) else {}
    async with (
        ready_stage(tmp_path, SETTLE_SECONDS="5", **hurried) as (scene, people),
        scene.bot_running(),
    ):
        yield scene, people


async def calls_of_a_declare(tmp_path: Path) -> list[str]:
    async with playing(tmp_path) as (scene, people):
        before = len(scene.slack.calls)
        await people.ana.slash(COMMAND)
        await scene.settle()
        assert_one_of_everything(people)
        return [place(scene.slack, call) for call in scene.slack.calls[before:]]


def fail(scene: Stage, where: str, how: How, times: int = 1) -> None:
    method = where.partition(" ")[0]
    slack = scene.slack
    slack.faults.fail(
        method, how, times=times, where=lambda said: place(slack, Call(method, said, 0)) == where
    )


def name(how: How) -> str:
    return f"{type(how).__name__} {'before' if getattr(how, 'before', True) else 'after'}"


async def declared_in_spite_of(
    how: How, at: list[str], tmp_path: Path, *, lose_events: bool = False
) -> None:
    """Each of these calls fails once in this way; all is made good in time."""
    async with playing(tmp_path, how) as (scene, people):
        scene.slack.faults.lose_events = lose_events
        for where in at:
            fail(scene, where, how)
        before = len(scene.slack.calls)

        answer = await people.ana.slash(COMMAND)
        await scene.settle()
        await scene.forward(seconds=ENOUGH)

        went = [(place(scene.slack, call), call.outcome) for call in scene.slack.calls[before:]]
        for where in at:
            first = next(outcome for called, outcome in went if called == where)
            assert first not in ("ok", "pending"), where
        assert answer.status == "ok"
        assert_one_of_everything(people)
        assert await undone(scene.url, scene.clock.now()) == []


@pytest.mark.parametrize(
    "how",
    [WAYS[1], *(pytest.param(w, marks=pytest.mark.long) for w in (WAYS[0], *WAYS[2:]))],
    ids=name,
)
async def test_a_fault_at_every_call_at_once_leaves_one_of_everything(
    tmp_path: Path, how: How
) -> None:
    calls = await calls_of_a_declare(own_folder(tmp_path, "clean"))

    await declared_in_spite_of(how, calls, own_folder(tmp_path, "rough"))

    assert len(calls) >= 11


@pytest.mark.long
@pytest.mark.parametrize("how", [way for way in WAYS if not getattr(way, "before", True)], ids=name)
@pytest.mark.parametrize("where", LOOKED_UP)
async def test_what_was_done_though_nobody_said_so_is_found_and_not_repeated(
    tmp_path: Path, how: How, where: str
) -> None:
    """Nor does an event tell of it, as one may: it has to be looked up."""
    await declared_in_spite_of(how, [where], tmp_path, lose_events=True)


async def test_an_own_post_that_its_event_confirms_needs_no_look_up(tmp_path: Path) -> None:
    async with playing(tmp_path) as (scene, people):
        fail(scene, f"chat.postMessage {ROOM}", Drop(before=False))

        await people.ana.slash(COMMAND)
        await scene.settle()
        await scene.forward(seconds=ENOUGH)

        assert_one_of_everything(people)
        assert "conversations.history" not in {call.method for call in scene.slack.calls}


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("how", WAYS, ids=name)
async def test_a_fault_at_any_call_leaves_one_of_everything(tmp_path: Path, how: How) -> None:
    calls = await calls_of_a_declare(own_folder(tmp_path, "clean"))
    for number, where in enumerate(calls):
        await declared_in_spite_of(how, [where], own_folder(tmp_path, str(number)))


async def test_why_a_call_failed_stands_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with playing(tmp_path) as (scene, people):
        fail(scene, f"conversations.setTopic {ROOM}", Status(502))

        await people.ana.slash(COMMAND)
        await scene.settle()

        said = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
        [failed] = [line for line in said if line.get("outcome") == "unclear"]
        assert (failed["method"], failed["why"]) == ("conversations.setTopic", "http_502")
        assert TITLE not in str(said)


@pytest.mark.long
async def test_a_method_is_left_alone_for_as_long_as_slack_asks(tmp_path: Path) -> None:
    async with playing(tmp_path) as (scene, people):
        fail(scene, "conversations.create", RateLimited(25), times=2)
        fail(scene, f"conversations.setTopic {ROOM}", RateLimited(13))

        await people.ana.slash(COMMAND)
        await scene.settle()
        await scene.forward(minutes=2)

        assert pauses(scene, "conversations.create") == [25, 25]
        assert pauses(scene, "conversations.setTopic") == [13]
        assert_one_of_everything(people)


def pauses(scene: Stage, method: str) -> list[int]:
    """The whole seconds between the calls of this method."""
    at = [call.at for call in scene.slack.calls if call.method == method]
    return [round(later - sooner) for sooner, later in pairwise(at)]


@pytest.mark.long
async def test_an_outage_of_five_minutes_is_made_good_when_it_ends(tmp_path: Path) -> None:
    async with playing(tmp_path) as (scene, people):
        scene.slack.faults.down = True
        answer = await people.ana.slash(COMMAND)
        await scene.forward(minutes=5)
        scene.slack.faults.down = False
        await scene.forward(minutes=5)

        assert "INC-1" in answer.text
        [room] = rooms(scene.slack)
        assert room.members == people.everyone
        assert len([m for m in room.messages if m in [pin.message for pin in room.pins]]) == 1
        assert len(scene.announcements) == 1
        assert len(links(people)) == 1
        assert await undone(scene.url, scene.clock.now()) == []
