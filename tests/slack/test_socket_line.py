"""One connection, against a server that does what the local Slack never does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import WSMsgType, web

from bot.slack import socket_line
from bot.slack.socket_line import Line, Silent
from bot.slack.socket_wire import SocketRequest
from tests.slack.socket_stage import until

HELLO = '{"type": "hello"}'
Play = Callable[[web.WebSocketResponse], Awaitable[None]]


@asynccontextmanager
async def served(play: Play) -> AsyncIterator[str]:
    """A WebSocket server whose every connection plays this."""

    async def serve(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        await play(socket)
        return socket

    app = web.Application()
    app.router.add_get("/", serve)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"ws://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """With a timeout for calls that a connection has to outlive."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.3)) as session:
        yield session


def nobody(line: Line, request: SocketRequest) -> None:
    raise AssertionError(request)


async def opened(session: aiohttp.ClientSession, url: str, ping_interval: float = 0.1) -> Line:
    return await Line.open(session, url, ping_interval=ping_interval, take=nobody)


async def answer_pings(socket: web.WebSocketResponse) -> None:
    await socket.send_str(HELLO)
    async for message in socket:
        if message.type is WSMsgType.PING:
            await socket.pong(message.data)


async def test_slacks_own_pings_are_answered(session: aiohttp.ClientSession) -> None:
    answered = asyncio.Event()

    async def play(socket: web.WebSocketResponse) -> None:
        await socket.send_str(HELLO)
        await socket.ping(b"are you there")
        async for message in socket:
            if message.type is WSMsgType.PONG and message.data == b"are you there":
                answered.set()

    async with served(play) as url:
        line = await opened(session, url)
        async with asyncio.timeout(5):
            await answered.wait()
        await line.close()


@pytest.mark.long
async def test_a_connection_outlives_the_sessions_timeout_for_calls(
    session: aiohttp.ClientSession,
) -> None:
    loop = asyncio.get_running_loop()

    async with served(answer_pings) as url:
        line = await opened(session, url)
        end = loop.time() + 0.8
        await until(lambda: loop.time() > end)

        assert line.alive
        await line.close()


async def test_a_connection_that_says_nothing_is_none(session: aiohttp.ClientSession) -> None:
    never = asyncio.Event()

    async def play(socket: web.WebSocketResponse) -> None:
        await never.wait()

    async with served(play) as url:
        with pytest.raises(Silent, match="silent"):
            await opened(session, url, ping_interval=0.05)


async def test_a_connection_that_slack_closes_has_ended(session: aiohttp.ClientSession) -> None:
    closes = asyncio.Event()

    async def play(socket: web.WebSocketResponse) -> None:
        await socket.send_str(HELLO)
        await closes.wait()
        await socket.close()

    async with served(play) as url:
        line = await opened(session, url, ping_interval=5)
        closes.set()
        async with asyncio.timeout(5):
            await line.ended(5)

        assert not line.alive
        assert line.leaving.is_set()
        assert not await line.send("too late")
        await line.close()


async def test_an_address_that_lets_nobody_in_raises_what_the_keeper_catches(
    session: aiohttp.ClientSession,
) -> None:
    async with served(answer_pings) as url:
        with pytest.raises(aiohttp.ClientError):
            await opened(session, url + "nowhere")


def test_a_greeting_is_waited_for_less_long_than_the_watchdog_waits() -> None:
    assert 2 * socket_line.GREETING < 50
