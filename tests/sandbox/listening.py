"""Whoever stands where the bot would: on a raw socket, behind a request URL, with the SDK."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Self

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import LocalSlack

Json = dict[str, Any]
Reaction = Callable[[Json], Json | None]


def client_of(slack: LocalSlack, session: aiohttp.ClientSession) -> AsyncWebClient:
    return AsyncWebClient(
        slack.bot_token, base_url=slack.api_url, session=session, retry_handlers=[]
    )


async def refusal(call: Awaitable[Any]) -> str:
    """The error code with which Slack refuses this call."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


class Ear:
    """A Socket Mode connection: keeps what it hears, acks with what `answer` returns."""

    def __init__(self, slack: LocalSlack, session: aiohttp.ClientSession) -> None:
        self.heard: list[Json] = []
        self.acks = True
        self.answer: Reaction = lambda envelope: None
        self._slack = slack
        self._session = session
        self._arrived = asyncio.Event()
        self._reader: asyncio.Task[None] | None = None
        self.socket: aiohttp.ClientWebSocketResponse | None = None

    @property
    def events(self) -> list[Json]:
        envelopes = (one for one in self.heard if one["type"] == "events_api")
        return [envelope["payload"]["event"] for envelope in envelopes]

    def of(self, type_: str) -> list[Json]:
        return [event for event in self.events if event["type"] == type_]

    @property
    def payload(self) -> Json:
        """The last command or interaction."""
        acts = [one for one in self.heard if one["type"] in ("slash_commands", "interactive")]
        payload: Json = acts[-1]["payload"]
        return payload

    @property
    def callback(self) -> Json:
        """The last event with all that is around it."""
        events = [one for one in self.heard if one["type"] == "events_api"]
        payload: Json = events[-1]["payload"]
        return payload

    async def until(self, condition: Callable[[], object]) -> None:
        """Return when this holds after something was heard; fail if it does not in time."""
        async with asyncio.timeout(5):
            while not condition():
                self._arrived.clear()
                await self._arrived.wait()

    async def url(self) -> str:
        headers = {"Authorization": f"Bearer {self._slack.app_token}"}
        address = self._slack.api_url + "apps.connections.open"
        async with self._session.post(address, headers=headers) as response:
            answer = await response.json()
            return str(answer["url"])

    async def __aenter__(self) -> Self:
        timeout = aiohttp.ClientWSTimeout(ws_close=0.1)
        self.socket = await self._session.ws_connect(await self.url(), timeout=timeout)
        self._reader = asyncio.create_task(self._read(self.socket))
        if not self._slack.faults.dead_sockets:
            await self.until(lambda: self.heard)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._reader is not None
        self._reader.cancel()
        await asyncio.gather(self._reader, return_exceptions=True)
        if self.socket is not None and not self._slack.faults.dead_sockets:
            await self.socket.close()

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            envelope = json.loads(message.data)
            self.heard.append(envelope)
            self._arrived.set()
            if "envelope_id" in envelope and self.acks:
                await self.ack(envelope)

    async def ack(self, envelope: Json) -> None:
        assert self.socket is not None
        ack = {"envelope_id": envelope["envelope_id"]}
        payload = self.answer(envelope)
        await self.socket.send_json(ack if payload is None else {**ack, "payload": payload})


class RequestUrl:
    """An HTTP server that keeps what is posted to it and answers as it is told."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], str]] = []
        self.answer: Callable[[str], web.Response] = lambda body: web.Response()
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/slack/events", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/slack/events"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.text()
        self.requests.append(({k.lower(): v for k, v in request.headers.items()}, body))
        return self.answer(body)
