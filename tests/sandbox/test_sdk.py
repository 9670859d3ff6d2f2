"""The SDK's own Socket Mode client, connected, refreshed, cut off and left alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import LocalSlack
from bot.sandbox.workspace import Channel

PING = 0.2


class Listener:
    """Acks everything and keeps it in a queue."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[SocketModeRequest] = asyncio.Queue()

    async def __call__(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        payload = {"text": "heard"} if request.accepts_response_payload else None
        response = SocketModeResponse(envelope_id=request.envelope_id, payload=payload)
        await client.send_socket_mode_response(response)
        self.queue.put_nowait(request)

    async def text(self) -> Any:
        """The text of the next message that is heard."""
        while True:
            request = await asyncio.wait_for(self.queue.get(), 10)
            if request.type == "events_api":
                return request.payload["event"]["text"]


@pytest.fixture
async def listener(slack: LocalSlack, session: aiohttp.ClientSession) -> AsyncIterator[Listener]:
    listener = Listener()
    web_client = AsyncWebClient(base_url=slack.api_url, session=session)
    client = SocketModeClient(slack.app_token, web_client=web_client, ping_interval=PING)
    client.socket_mode_request_listeners.append(listener)
    await client.connect()  # type: ignore[no-untyped-call]
    yield listener
    await client.close()  # type: ignore[no-untyped-call]


@pytest.fixture
def channel(slack: LocalSlack, listener: Listener) -> Channel:
    return slack.channel("inc-1", members=[slack.person("ana")], with_bot=True)


async def test_it_hears_events_and_answers_commands(
    slack: LocalSlack, listener: Listener, channel: Channel
) -> None:
    await slack.person("ana").say("x", channel=channel)
    answer = await slack.person("ana").slash("/incident")
    await slack.settle()

    assert await listener.text() == "x"
    assert answer.text == "heard"
    assert slack.given_up == []


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_it_comes_back_after_a_refresh(
    slack: LocalSlack, listener: Listener, channel: Channel, reason: str
) -> None:
    await slack.faults.refresh_sockets(reason)
    await slack.person("ana").say("after", channel=channel)

    assert await listener.text() == "after"
    await slack.settle()


async def test_it_comes_back_after_its_connection_was_cut(
    slack: LocalSlack, listener: Listener, channel: Channel
) -> None:
    slack.faults.drop_sockets()
    await slack.person("ana").say("after", channel=channel)

    assert await listener.text() == "after"
    await slack.settle()


async def test_it_notices_a_dead_connection_and_hears_what_it_missed(
    slack: LocalSlack, listener: Listener, channel: Channel
) -> None:
    slack.redeliver_after = 0.05
    slack.faults.dead_sockets = True
    await slack.person("ana").say("into the void", channel=channel)
    slack.faults.dead_sockets = False

    assert await listener.text() == "into the void"
    await slack.settle()
