"""A sign of life goes out each minute while the bot is ready, and never its address."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.sandbox.hand_clock import HandClock
from bot.telemetry.heartbeat import Heartbeat
from tests.telemetry.log_reader import Log


class Listener:
    """Waits for the bot's signs of life."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.beats: list[datetime] = []
        self.ready = True
        self.status = 200
        self.idle = asyncio.Event()
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        self.beats.append(self.clock.now())
        return web.Response(status=self.status)

    async def is_ready(self) -> bool:
        return self.ready

    def beat(self, session: aiohttp.ClientSession) -> Heartbeat:
        return Heartbeat(self.url, clock=self.clock, ready=self.is_ready, session=session)

    async def minutes(self, number: int) -> None:
        for _ in range(number):
            await self.clock.forward(minutes=1)
            await self.settled()

    async def settled(self) -> None:
        """Until the heart rests: it sleeps on the clock only after its call has ended."""
        async with asyncio.timeout(5):
            while not self.clock.sleepers:  # noqa: ASYNC110 - the clock has no event for that
                await asyncio.sleep(0)


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    listener = Listener()
    app = web.Application()
    app.router.add_get("/beat/k3y", listener.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    listener.url = f"http://127.0.0.1:{runner.addresses[0][1]}/beat/k3y"
    yield listener
    await runner.cleanup()


@pytest.fixture
async def heart(listener: Listener) -> AsyncIterator[asyncio.Task[Any]]:
    async with aiohttp.ClientSession() as session:
        task = asyncio.create_task(listener.beat(session).run())
        await listener.settled()
        yield task
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_it_beats_at_once_and_each_minute(
    listener: Listener, heart: asyncio.Task[Any]
) -> None:
    await listener.minutes(3)

    assert [at.minute for at in listener.beats] == [0, 1, 2, 3]


async def test_it_is_silent_while_the_bot_is_not_ready(
    listener: Listener, heart: asyncio.Task[Any]
) -> None:
    listener.ready = False
    await listener.minutes(2)
    listener.ready = True
    await listener.minutes(1)

    assert [at.minute for at in listener.beats] == [0, 3]


async def test_a_refusal_is_logged_without_the_address_and_the_next_beat_comes(
    log: Log, listener: Listener, heart: asyncio.Task[Any]
) -> None:
    listener.status = 500
    await listener.minutes(1)
    listener.status = 200
    await listener.minutes(1)

    assert len(listener.beats) == 3
    assert [(line["level"], line["status"]) for line in log.lines] == [("warning", 500)]
    assert "k3y" not in log.text


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/beat/k3y", "nonsense k3y", "http://[k3y"])
async def test_an_address_that_cannot_be_reached_is_no_reason_to_stop(
    log: Log, listener: Listener, url: str
) -> None:
    listener.url = url
    async with aiohttp.ClientSession() as session:
        task = asyncio.create_task(listener.beat(session).run())
        await listener.settled()
        await listener.minutes(1)
        assert not task.done()
        task.cancel()

    assert [line["event"] for line in log.lines] == ["the heartbeat did not arrive"] * 2
    assert "k3y" not in log.text
