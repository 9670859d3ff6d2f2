"""Socket Mode: connections, envelopes, acks, redelivery."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import LocalSlack
from bot.sandbox.workspace import Channel
from tests.sandbox.listening import Ear


@pytest.fixture
def channel(slack: LocalSlack) -> Channel:
    return slack.channel("inc-1", members=[slack.person("ana")], with_bot=True)


async def test_a_connection_is_greeted(slack: LocalSlack, ear: Ear) -> None:
    (hello,) = ear.heard

    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    assert hello["debug_info"]["approximate_connection_time"] > 0
    assert len(slack.sockets) == 1


async def test_a_socket_url_opens_one_connection_only(
    slack: LocalSlack, session: aiohttp.ClientSession
) -> None:
    url = await Ear(slack, session).url()

    async with session.ws_connect(url):
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_each_event_goes_to_one_of_the_connections(
    slack: LocalSlack, session: aiohttp.ClientSession, channel: Channel
) -> None:
    async with Ear(slack, session) as one, Ear(slack, session) as other:
        for number in range(6):
            await slack.person("ana").say(str(number), channel=channel)
        await slack.settle()

        texts = [event["text"] for event in (*one.events, *other.events)]
        assert sorted(texts) == ["0", "1", "2", "3", "4", "5"]
        assert one.events
        assert other.events


async def test_an_event_without_ack_comes_again_and_in_the_end_no_more(
    slack: LocalSlack, ear: Ear, channel: Channel
) -> None:
    slack.redeliver_after, ear.acks = 0.02, False

    await slack.person("ana").say("x", channel=channel)
    await slack.settle()

    tries = ear.heard[1:]
    assert [one["retry_attempt"] for one in tries] == [0, 1, 2, 3]
    assert [one["retry_reason"] for one in tries] == ["", "timeout", "timeout", "timeout"]
    assert len({one["envelope_id"] for one in tries}) == 1
    assert len({one["payload"]["event_id"] for one in tries}) == 1
    assert [payload["event"]["text"] for payload in slack.given_up] == ["x"]


async def test_an_ack_ends_the_repetition(slack: LocalSlack, ear: Ear, channel: Channel) -> None:
    slack.redeliver_after, ear.acks = 0.1, False
    await slack.person("ana").say("x", channel=channel)
    await ear.until(lambda: len(ear.events) == 2)

    await ear.ack(ear.heard[-1])
    await slack.settle()

    assert len(ear.events) == 2
    assert slack.given_up == []


async def test_settling_fails_when_an_event_stays_unacked(
    slack: LocalSlack, ear: Ear, channel: Channel
) -> None:
    ear.acks = False
    await slack.person("ana").say("x", channel=channel)

    with pytest.raises(TimeoutError, match=r"still not acked after 0.05 s: \['message'\]"):
        await slack.settle(timeout=0.05)


async def test_an_event_on_a_connection_that_broke_goes_to_another(
    slack: LocalSlack, session: aiohttp.ClientSession, ear: Ear, channel: Channel
) -> None:
    ear.acks = False
    await slack.person("ana").say("x", channel=channel)
    await ear.until(lambda: ear.events)

    slack.faults.drop_sockets()
    async with Ear(slack, session) as other:
        await slack.settle()

        assert [event["text"] for event in other.of("message")] == ["x"]
        assert other.heard[1]["retry_attempt"] == 0


async def test_an_ack_counts_from_whichever_connection_it_comes(
    slack: LocalSlack, session: aiohttp.ClientSession, ear: Ear, channel: Channel
) -> None:
    ear.acks = False
    await slack.person("ana").say("x", channel=channel)
    await ear.until(lambda: ear.events)

    async with Ear(slack, session) as other:
        await other.ack(ear.heard[-1])
        await slack.settle()

        assert other.events == []


async def test_ten_connections_and_no_more(
    slack: LocalSlack, session: aiohttp.ClientSession
) -> None:
    sockets = [await session.ws_connect(await Ear(slack, session).url()) for _ in range(11)]

    first = [(await socket.receive_json()) for socket in sockets]

    assert [message["type"] for message in first] == ["hello"] * 10 + ["disconnect"]
    assert first[10]["reason"] == "too_many_websockets"
    for socket in sockets:
        await socket.close()


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_refresh_is_announced_before_the_connection_ends(
    slack: LocalSlack, session: aiohttp.ClientSession, reason: str
) -> None:
    socket = await session.ws_connect(await Ear(slack, session).url())
    await socket.receive_json()

    refreshing = asyncio.create_task(slack.faults.refresh_sockets(reason))
    goodbye, end = await socket.receive_json(), await socket.receive()
    await refreshing

    assert (goodbye["type"], goodbye["reason"]) == ("disconnect", reason)
    assert end.type == aiohttp.WSMsgType.CLOSE
    assert slack.sockets == []


async def test_events_wait_for_a_connection_to_come_back(
    slack: LocalSlack, session: aiohttp.ClientSession, channel: Channel
) -> None:
    async with Ear(slack, session):
        await slack.settle()
    await slack.person("ana").say("while you were away", channel=channel)

    async with Ear(slack, session) as ear:
        await slack.settle()

        assert [event["text"] for event in ear.of("message")] == ["while you were away"]


async def test_a_ping_is_answered(slack: LocalSlack, session: aiohttp.ClientSession) -> None:
    socket = await session.ws_connect(await Ear(slack, session).url(), autoping=False)
    await socket.receive_json()

    await socket.ping(b"still there?")

    pong = await socket.receive()
    assert (pong.type, pong.data) == (aiohttp.WSMsgType.PONG, b"still there?")
    await socket.close()


async def test_commands_and_buttons_may_be_answered_in_the_ack_and_events_may_not(
    slack: LocalSlack, client: AsyncWebClient, ear: Ear, channel: Channel
) -> None:
    ana = slack.person("ana")
    await ana.slash("/incident")
    await ana.shortcut("declare")
    await ana.say("x", channel=channel)
    await slack.settle()

    accepts = {one["type"]: one["accepts_response_payload"] for one in ear.heard[1:]}
    assert accepts == {"slash_commands": True, "interactive": True, "events_api": False}
