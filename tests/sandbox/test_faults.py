"""Each fault does what it says, and no more."""

from __future__ import annotations

import asyncio
import random
import time

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.call import Call, Phase
from bot.sandbox.faults import CallLost, Drop, Hang, RateLimited, Status
from bot.sandbox.slack import LocalSlack
from tests.sandbox.listening import Ear, refusal


def names(slack: LocalSlack) -> list[str]:
    return [channel.name for channel in slack.workspace.channels.values()]


async def test_a_call_is_refused_with_a_code_as_often_as_planned(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    slack.faults.fail("conversations.create", "restricted_action", times=2, skip=1)

    await client.conversations_create(name="a")
    errors = [await refusal(client.conversations_create(name="b")) for _ in range(2)]
    await client.conversations_create(name="c")

    assert errors == ["restricted_action"] * 2
    assert names(slack) == ["general", "a", "c"]


async def test_only_calls_with_these_arguments_fail(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    slack.faults.fail("*", "fatal_error", where=lambda arguments: arguments.get("name") == "b")

    await client.conversations_create(name="a")
    error = await refusal(client.conversations_create(name="b"))

    assert error == "fatal_error"


async def test_planned_faults_can_be_forgotten(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.faults.fail("auth.test", "fatal_error")

    slack.faults.clear()

    assert (await client.auth_test())["ok"] is True


@pytest.mark.parametrize(("before", "made"), [(True, False), (False, True)])
async def test_a_500_comes_before_or_after_the_effect(
    slack: LocalSlack, client: AsyncWebClient, before: bool, made: bool
) -> None:
    slack.faults.fail("conversations.create", Status(500, before=before))

    with pytest.raises(SlackApiError) as caught:
        await client.conversations_create(name="inc-1")

    assert caught.value.response.status_code == 500
    assert ("inc-1" in names(slack)) is made
    assert slack.calls[-1].outcome == "http 500"


@pytest.mark.parametrize(("before", "made"), [(True, False), (False, True)])
async def test_a_connection_breaks_before_or_after_the_effect(
    slack: LocalSlack, client: AsyncWebClient, before: bool, made: bool
) -> None:
    slack.faults.fail("conversations.create", Drop(before=before))

    with pytest.raises(aiohttp.ClientError):
        await client.conversations_create(name="inc-1")

    assert ("inc-1" in names(slack)) is made
    assert slack.calls[-1].outcome == "dropped"


@pytest.mark.parametrize(("before", "made"), [(True, False), (False, True)])
async def test_an_answer_never_comes(slack: LocalSlack, before: bool, made: bool) -> None:
    slack.faults.fail("conversations.create", Hang(before=before))
    timeout = aiohttp.ClientTimeout(total=0.1)

    async with aiohttp.ClientSession(timeout=timeout) as session:
        hasty = AsyncWebClient(slack.bot_token, base_url=slack.api_url, session=session)
        with pytest.raises(TimeoutError):
            await hasty.conversations_create(name="inc-1")

    assert ("inc-1" in names(slack)) is made
    assert slack.calls[-1].outcome == "timeout"


async def test_a_rate_limit_says_how_long_to_wait(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    slack.faults.fail("conversations.create", RateLimited(retry_after=7))

    with pytest.raises(SlackApiError) as caught:
        await client.conversations_create(name="inc-1")

    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "7"
    assert slack.calls[-1].outcome == "http 429"


async def test_every_call_takes_its_latency(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.faults.latency = 0.05
    before = time.perf_counter()

    await client.auth_test()

    assert time.perf_counter() - before >= 0.05


async def test_while_slack_is_down_everything_is_a_503(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    slack.faults.down = True
    with pytest.raises(SlackApiError) as caught:
        await client.auth_test()
    slack.faults.down = False

    assert caught.value.response.status_code == 503
    assert (await client.auth_test())["ok"] is True


async def test_faults_strike_answers_through_a_response_url_as_well(
    slack: LocalSlack, session: aiohttp.ClientSession, ear: Ear
) -> None:
    ana = slack.person("ana")
    await ana.slash("/incident")
    slack.faults.fail("response_url", Status(500))

    async with session.post(ear.payload["response_url"], json={"text": "x"}) as response:
        assert response.status == 500

    assert ana.private == []
    assert [(call.method, call.outcome) for call in slack.calls[-1:]] == [
        ("response_url", "http 500")
    ]


async def test_hooks_see_each_call_before_and_after_its_effect(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    seen: list[tuple[str, str, bool]] = []

    async def watch(call: Call, phase: Phase) -> None:
        seen.append((call.method, phase, "inc-1" in names(slack)))

    slack.faults.on_call.append(watch)
    await client.conversations_create(name="inc-1")

    assert seen == [
        ("conversations.create", "before effect", False),
        ("conversations.create", "after effect", True),
    ]


@pytest.mark.parametrize(("phase", "made"), [("before effect", False), ("after effect", True)])
async def test_a_hook_may_lose_the_call(
    slack: LocalSlack, client: AsyncWebClient, phase: Phase, made: bool
) -> None:
    def lose(call: Call, at: Phase) -> None:
        if at == phase:
            raise CallLost

    slack.faults.on_call.append(lose)
    with pytest.raises(aiohttp.ClientError):
        await client.conversations_create(name="inc-1")

    assert ("inc-1" in names(slack)) is made


async def test_each_event_comes_twice_with_the_same_id(slack: LocalSlack, ear: Ear) -> None:
    channel = slack.channel("inc-1", with_bot=True)
    await slack.settle()
    slack.faults.duplicate_events = True

    await slack.person("ana").react(await slack.person("ana").say("x", channel=channel), "eyes")
    await slack.settle()

    callbacks = [one["payload"] for one in ear.heard if one["type"] == "events_api"]
    ids = [one["event_id"] for one in callbacks if one["event"]["type"] == "reaction_added"]
    assert len(ids) == 2
    assert len(set(ids)) == 1


async def test_waiting_events_come_in_another_order(slack: LocalSlack, ear: Ear) -> None:
    channel = slack.channel("inc-1", members=[slack.person("ana")], with_bot=True)
    await slack.settle()
    slack.faults.shuffle_events = random.Random(1)  # noqa: S311

    for number in range(10):
        await slack.person("ana").say(str(number), channel=channel)
    await slack.settle()

    texts = [event["text"] for event in ear.of("message") if "subtype" not in event]
    assert sorted(texts) == [str(number) for number in range(10)]
    assert texts != sorted(texts)


async def test_events_are_held_and_released(slack: LocalSlack, ear: Ear) -> None:
    channel = slack.channel("inc-1", members=[slack.person("ana")], with_bot=True)
    await slack.settle()
    heard = len(ear.events)

    slack.faults.hold_events()
    await slack.person("ana").say("x", channel=channel)
    answer = await slack.person("ana").slash("/incident")
    await slack.settle()
    held = len(ear.events)
    slack.faults.release_events()
    await slack.settle()

    assert answer.status == "ok"
    assert (held, len(ear.events)) == (heard, heard + 1)


async def test_events_are_lost_for_good(slack: LocalSlack, ear: Ear) -> None:
    channel = slack.channel("inc-1", members=[slack.person("ana")], with_bot=True)
    await slack.settle()
    heard = len(ear.events)

    slack.faults.lose_events = True
    await slack.person("ana").say("lost", channel=channel)
    slack.faults.lose_events = False
    await slack.person("ana").say("kept", channel=channel)
    await slack.settle()

    assert [event["text"] for event in ear.events[heard:]] == ["kept"]


async def test_dead_connections_stay_deaf_and_dumb_and_nothing_is_lost_after(
    slack: LocalSlack, session: aiohttp.ClientSession
) -> None:
    slack.redeliver_after = slack.patience = 0.05
    channel = slack.channel("inc-1", members=[slack.person("ana")], with_bot=True)
    old = await session.ws_connect(await Ear(slack, session).url(), autoping=False)
    await old.receive_json()

    slack.faults.dead_sockets = True
    await old.ping(b"?")
    await slack.person("ana").say("into the void", channel=channel)
    unheard = await slack.person("ana").slash("/incident")
    await slack.settle()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(old.receive(), 0.1)

    slack.faults.dead_sockets = False
    async with Ear(slack, session) as healed:
        await healed.until(lambda: healed.events)

        assert unheard.status == "timeout"
        assert [event["text"] for event in healed.of("message")] == ["into the void"]


async def test_an_ack_over_a_dead_connection_does_not_arrive(
    slack: LocalSlack, session: aiohttp.ClientSession, ear: Ear
) -> None:
    slack.redeliver_after, ear.acks = 0.1, False
    channel = slack.channel("inc-1", members=[slack.person("ana")], with_bot=True)
    await slack.person("ana").say("x", channel=channel)
    await ear.until(lambda: ear.events)

    slack.faults.dead_sockets = True
    await ear.ack(ear.heard[-1])
    slack.faults.dead_sockets = False
    async with Ear(slack, session) as healed:
        await healed.until(lambda: healed.events)

        assert [event["text"] for event in healed.of("message")] == ["x"]


async def test_a_new_connection_is_dead_as_well_while_the_fault_lasts(
    slack: LocalSlack, session: aiohttp.ClientSession
) -> None:
    slack.faults.dead_sockets = True

    socket = await session.ws_connect(await Ear(slack, session).url())
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(socket.receive(), 0.1)


async def test_dropped_connections_end_without_a_goodbye(
    slack: LocalSlack, session: aiohttp.ClientSession
) -> None:
    socket = await session.ws_connect(await Ear(slack, session).url())
    await socket.receive_json()

    slack.faults.drop_sockets()
    message = await socket.receive()

    assert message.type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)
    assert socket.close_code != aiohttp.WSCloseCode.OK
