"""Socket Mode heals by itself or says that it is dead, and loses nothing that Slack repeats."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.response.outcomes import Busy, Unclear
from bot.slack.sockets import Ack
from tests.slack.socket_stage import Stage, staged, until


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with staged() as stage:
        yield stage


async def test_a_command_is_answered_with_what_the_handler_acks(stage: Stage) -> None:
    stage.answers = [Ack({"text": "opening INC-1"})]

    async with stage.sockets() as sockets:
        await sockets.until_connected(2)
        answer = await stage.slack.person("ana").slash("/incident declare sev1 x")

    assert (answer.status, answer.text) == ("ok", "opening INC-1")
    assert stage.requests[0].kind == "slash_commands"
    assert stage.requests[0].payload["text"] == "declare sev1 x"
    assert stage.count("slash_commands", "in_time") == 1


async def test_an_event_that_is_not_acked_comes_again_and_says_so(stage: Stage) -> None:
    stage.answers = [None]

    async with stage.sockets() as sockets:
        await sockets.until_connected(2)
        await stage.slack.person("ana").say("it is down", channel=stage.room)
        await stage.slack.settle()

    told = [request for request in stage.requests if request.payload["event"].get("text")]
    assert [request.retry_attempt for request in told] == [0, 1]
    assert told[1].retry_reason == "timeout"
    assert stage.slack.given_up == []
    assert stage.count("events_api", "none") == 1


async def test_an_event_whose_handler_fails_comes_again(stage: Stage) -> None:
    stage.answers = [ZeroDivisionError()]

    async with stage.sockets() as sockets:
        await sockets.until_connected(1)
        await stage.slack.person("ana").say("it is down", channel=stage.room)
        await stage.slack.settle()

    assert len(stage.requests) == 2
    assert stage.slack.given_up == []


async def test_a_slow_request_does_not_hold_up_the_next(stage: Stage) -> None:
    stage.gate.clear()

    async with stage.sockets(count=1) as sockets:
        await sockets.until_connected()
        ana = stage.slack.person("ana")
        slow = [asyncio.create_task(ana.slash("/incident list")) for _ in range(3)]
        await until(lambda: len(stage.requests) == 3)
        stage.gate.set()

        assert [(await one).status for one in slow] == ["ok"] * 3


async def test_the_second_socket_starts_later_than_the_first(stage: Stage) -> None:
    async with stage.sockets(stagger=0.3) as sockets:
        await sockets.until_connected(1)
        assert len(stage.urls) == 1
        assert sockets.wanted == 2

        await sockets.until_connected(2)
        assert len(stage.urls) == 2


async def test_broken_connections_are_opened_anew_and_nothing_is_lost(stage: Stage) -> None:
    ana = stage.slack.person("ana")

    async with stage.sockets() as sockets:
        await sockets.until_connected(2)
        stage.slack.faults.drop_sockets()
        await ana.say("in the gap", channel=stage.room)
        await until(lambda: len(stage.urls) == 4)
        await sockets.until_connected(2)
        await ana.say("after it", channel=stage.room)
        await stage.slack.settle()

    assert stage.texts() == ["in the gap", "after it"]
    assert stage.died == []


async def test_what_was_under_way_on_a_broken_socket_comes_again_on_another(stage: Stage) -> None:
    stage.gate.clear()

    async with stage.sockets() as sockets:
        await sockets.until_connected(2)
        await stage.slack.person("ana").say("it is down", channel=stage.room)
        await stage.arrived.wait()
        stage.slack.faults.drop_sockets()
        await until(lambda: len(stage.requests) >= 2)
        stage.gate.set()
        await stage.slack.settle()

    assert stage.slack.given_up == []
    assert stage.texts() == ["it is down"]


async def test_an_ack_whose_own_socket_broke_goes_over_one_that_is_left(stage: Stage) -> None:
    stage.gate.clear()

    async with stage.sockets() as sockets:
        await sockets.until_connected(2)
        asked = asyncio.create_task(stage.slack.person("ana").slash("/incident list"))
        await stage.arrived.wait()
        stage.slack.faults.drop_sockets()
        await until(lambda: sockets.connected == 0)
        await sockets.until_connected(1)
        stage.gate.set()
        await until(lambda: stage.count("slash_commands", "in_time") == 1)
        await asked


async def test_dead_sockets_are_noticed_and_replaced_once_slack_is_well(stage: Stage) -> None:
    async with stage.sockets() as sockets:
        await sockets.until_connected(2)
        stage.slack.faults.dead_sockets = True
        await until(lambda: not sockets.healthy)
        stage.slack.faults.dead_sockets = False

        await sockets.until_connected(2)
        await stage.slack.person("ana").say("heard", channel=stage.room)
        await stage.slack.settle()

    assert stage.texts() == ["heard"]
    assert stage.died == []


@pytest.mark.long
async def test_sockets_that_stay_dead_are_reported_once_within_the_deadline(stage: Stage) -> None:
    async with stage.sockets(deadline=1.0) as sockets:
        await sockets.until_connected(2)
        stage.slack.faults.dead_sockets = True
        began = asyncio.get_running_loop().time()

        async with asyncio.timeout(5):
            await stage.dead.wait()

        assert 0.8 <= stage.died[0] - began <= 1.0 + 0.5
        assert not sockets.healthy
    assert len(stage.died) == 1


async def test_a_slack_that_never_lets_us_in_is_reported_too(stage: Stage) -> None:
    stage.url_trouble = [Unclear("apps.connections.open", "503")] * 99

    async with stage.sockets(deadline=0.3), asyncio.timeout(5):
        await stage.dead.wait()

    assert stage.urls == []


@pytest.mark.long
async def test_live_sockets_without_any_traffic_are_not_dead(stage: Stage) -> None:
    async with stage.sockets(deadline=0.4, ping_interval=0.05) as sockets:
        await sockets.until_connected(2)
        loop = asyncio.get_running_loop()
        end = loop.time() + 1.0

        await until(lambda: loop.time() > end)

    assert stage.died == []
    assert len(stage.urls) == 2


async def test_a_refused_or_busy_url_is_asked_for_again(stage: Stage) -> None:
    stage.url_trouble = [
        Busy("apps.connections.open", "ratelimited", retry_after=0.01),
        TimeoutError(),
        ConnectionResetError(),
    ]

    async with stage.sockets(count=1) as sockets, asyncio.timeout(10):
        await sockets.until_connected(1)

    assert stage.url_trouble == []


@pytest.mark.long
async def test_busy_is_given_as_much_time_as_it_asks_for(stage: Stage) -> None:
    stage.url_trouble = [Busy("apps.connections.open", "ratelimited", retry_after=1.2)]
    loop = asyncio.get_running_loop()
    began = loop.time()

    async with stage.sockets(count=1) as sockets, asyncio.timeout(10):
        await sockets.until_connected(1)

    assert loop.time() - began >= 1.2


async def test_an_error_that_nobody_thought_of_does_not_end_a_socket_for_ever(
    stage: Stage,
) -> None:
    stage.url_trouble = [ZeroDivisionError()]

    async with stage.sockets(count=1, deadline=3.0) as sockets, asyncio.timeout(10):
        await sockets.until_connected(1)

    assert len(stage.urls) == 1


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_socket_that_slack_takes_back_is_replaced_before_it_is_let_go(
    stage: Stage, reason: str
) -> None:
    async with stage.sockets(count=1, linger=3.0) as sockets:
        await sockets.until_connected(1)
        old = stage.slack.sockets[0]

        await old.send({"type": "disconnect", "reason": reason})
        await until(lambda: len(stage.slack.sockets) == 2 or old not in stage.slack.sockets)

        assert old in stage.slack.sockets
        await until(lambda: sockets.connected == 1)
        answer = await stage.slack.person("ana").slash("/incident list")
        assert answer.status == "ok"


async def test_the_old_socket_is_closed_after_it_was_listened_to_for_a_while(
    stage: Stage,
) -> None:
    async with stage.sockets(count=1, linger=0.2) as sockets:
        await sockets.until_connected(1)
        old = stage.slack.sockets[0]
        await old.send({"type": "disconnect", "reason": "warning"})

        await until(lambda: len(stage.slack.sockets) == 2)
        await until(lambda: old not in stage.slack.sockets)

        assert sockets.connected == 1


async def test_sockets_that_slack_refreshes_at_once_come_back(stage: Stage) -> None:
    async with stage.sockets() as sockets:
        await sockets.until_connected(2)
        await stage.slack.faults.refresh_sockets()
        await until(lambda: len(stage.urls) == 4)
        await sockets.until_connected(2)

        assert (await stage.slack.person("ana").slash("/incident list")).status == "ok"


async def test_a_socket_too_many_is_tried_again_without_harm_to_the_others(stage: Stage) -> None:
    async with stage.sockets(count=11) as sockets:
        await sockets.until_connected(10)
        await until(lambda: len(stage.urls) >= 12)

        assert sockets.connected == 10
        assert (await stage.slack.person("ana").slash("/incident list")).status == "ok"


async def test_what_is_no_message_of_the_protocol_does_no_harm(stage: Stage) -> None:
    async with stage.sockets(count=1) as sockets:
        await sockets.until_connected(1)
        await stage.slack.sockets[0].send({"type": "greeting", "envelope_id": 5})

        assert (await stage.slack.person("ana").slash("/incident list")).status == "ok"
    assert len(stage.requests) == 1


async def test_close_waits_for_what_is_in_flight_and_acks_it(stage: Stage) -> None:
    stage.gate.clear()
    async with stage.sockets() as sockets:
        await sockets.until_connected(2)
        asked = asyncio.create_task(stage.slack.person("ana").slash("/incident list"))
        await stage.arrived.wait()

        closing = asyncio.create_task(sockets.close(grace=5))
        await asyncio.sleep(0)
        assert not closing.done()
        stage.gate.set()
        await closing

        assert (await asked).status == "ok"
        assert stage.slack.sockets == []


async def test_close_leaves_what_does_not_end_within_its_grace(stage: Stage) -> None:
    stage.gate.clear()
    async with stage.sockets() as sockets:
        await sockets.until_connected(2)
        ana = stage.slack.person("ana")
        await ana.say("it is down", channel=stage.room)
        await stage.arrived.wait()

        async with asyncio.timeout(2):
            await sockets.close(grace=0.05)

    assert stage.count("events_api", "none") == 1


async def test_what_comes_after_stop_taking_is_left_for_the_next_process(stage: Stage) -> None:
    ana = stage.slack.person("ana")
    async with stage.sockets() as before:
        await before.until_connected(2)
        await before.stop_taking()
        await ana.say("while it stops", channel=stage.room)
    assert stage.requests == []

    async with stage.sockets() as after:
        await after.until_connected(1)
        await stage.slack.settle()

    assert stage.texts() == ["while it stops"]


async def test_deaf_sockets_are_replaced_and_then_given_up(stage: Stage) -> None:
    now = 1000.0

    async with stage.sockets(seconds=lambda: now) as sockets:
        await sockets.until_connected(2)
        sockets.suspect_deaf()
        await until(lambda: len(stage.urls) == 4)

        now += 59  # the echo of a post from before the replacement
        sockets.suspect_deaf()
        assert stage.died == []

        now += 30
        sockets.suspect_deaf()
        sockets.suspect_deaf()

    assert len(stage.died) == 1
    assert len(set(stage.urls)) == 4


@pytest.mark.long
async def test_a_suspicion_long_after_the_last_is_a_first_one(stage: Stage) -> None:
    now = 1000.0

    async with stage.sockets(seconds=lambda: now) as sockets:
        await sockets.until_connected(2)
        first = list(stage.slack.sockets)
        sockets.suspect_deaf()
        await until(lambda: not any(one in stage.slack.sockets for one in first))
        await sockets.until_connected(2)
        now += 181
        sockets.suspect_deaf()
        await until(lambda: len(stage.urls) == 6)

    assert stage.died == []


async def test_connections_are_counted_as_they_come_and_go(stage: Stage) -> None:
    def gauge() -> float | None:
        return stage.metrics.registry.get_sample_value("incident_bot_sockets_connected")

    async with stage.sockets() as sockets:
        await sockets.until_connected(2)
        assert gauge() == 2
        stage.slack.faults.drop_sockets()
        await until(lambda: gauge() == 0)
        await sockets.until_connected(2)
        assert gauge() == 2

    assert gauge() == 0
