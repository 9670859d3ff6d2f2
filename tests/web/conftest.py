"""The web application on a port of its own, as machines reach it."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.response.ports import LedgerDown
from bot.telemetry.metrics import Metrics
from bot.web.app import Addresses, serve
from bot.web.probes import Probes, SocketState
from bot.web.slack_events import Dispatch, SlackEvents

SECRET = "a signing secret"  # pragma: allowlist secret


@dataclass
class House:
    """A bot's outside with everything behind it in the hands of the test."""

    metrics: Metrics = field(default_factory=Metrics)
    database_up: bool = True
    pending: bool = False
    oldest: float | None = None
    sockets: SocketState | None = None
    stopping: bool = False
    patience: float = 5.0
    refreshed: int = 0
    database_gate: asyncio.Event | None = None
    """Not set: the database is asked and does not answer."""
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    bolt: Dispatch | None = None
    dispatched: list[AsyncBoltRequest] = field(default_factory=list)
    answer: BoltResponse = field(default_factory=lambda: BoltResponse(status=200, body=""))
    addresses: Addresses = field(default_factory=lambda: Addresses(0, 0))

    async def dispatch(self, request: AsyncBoltRequest) -> BoltResponse:
        self.dispatched.append(request)
        return self.answer if self.bolt is None else await self.bolt(request)

    async def ping(self) -> None:
        self.asked.set()
        if self.database_gate:
            await self.database_gate.wait()
        if not self.database_up:
            raise LedgerDown

    async def migrations_pending(self) -> bool:
        return self.pending

    async def oldest_effect(self) -> float | None:
        return self.oldest

    async def refresh(self) -> None:
        await self.ping()
        self.refreshed += 1

    def probes(self) -> Probes:
        return Probes(
            version="1.2.3",
            metrics=self.metrics,
            ping=self.ping,
            migrations_pending=self.migrations_pending,
            oldest_effect=self.oldest_effect,
            refresh=self.refresh,
            sockets=lambda: self.sockets,
            stopping=lambda: self.stopping,
            patience=self.patience,
        )

    def slack_events(self) -> SlackEvents:
        return SlackEvents(signing_secret=SECRET, dispatch=self.dispatch, metrics=self.metrics)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.addresses.port}{path}"


def signed(body: bytes, *, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    """Slack's headers, by its own description of them."""
    timestamp = str(int(time.time() if at is None else at))
    base = f"v0:{timestamp}:".encode() + body
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}


@pytest.fixture
async def house() -> AsyncIterator[House]:
    house = House()
    async with serve(
        slack_events=house.slack_events().receive, probes=house.probes(), host="127.0.0.1", port=0
    ) as addresses:
        house.addresses = addresses
        yield house


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session
