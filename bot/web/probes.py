"""What the platform asks: does it live, is it ready, how is it doing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from aiohttp import web

from bot.response.ports import LedgerDown
from bot.telemetry.metrics import CONTENT_TYPE, Metrics

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SocketState:
    connected: int
    wanted: int


def _no_sockets() -> SocketState | None:
    return None


def _never() -> bool:
    return False


@dataclass(frozen=True, kw_only=True, slots=True)
class Probes:
    """Answers hold fixed words and numbers only: no text of an error, no title, no secret."""

    version: str
    metrics: Metrics
    ping: Callable[[], Awaitable[None]]
    """Raises LedgerDown."""
    migrations_pending: Callable[[], Awaitable[bool]]
    oldest_effect: Callable[[], Awaitable[float | None]]
    """Seconds since the oldest pending effect was wanted."""
    refresh: Callable[[], Awaitable[None]]
    """Brings the gauges that are read from the ledger up to date. May raise LedgerDown."""
    sockets: Callable[[], SocketState | None] = _no_sockets
    """None: no Socket Mode."""
    stopping: Callable[[], bool] = _never
    patience: float = 2.0
    """Seconds for each question put to the database."""
    started: float = field(default_factory=time.monotonic)

    async def ready(self) -> bool:
        return (await self.state())["status"] == "ready"

    async def state(self) -> dict[str, object]:
        database = await self._answered(self._reached()) is True
        pending = await self._answered(self.migrations_pending()) if database else None
        oldest = await self._answered(self.oldest_effect()) if database else None
        sockets = self.sockets()
        connected = sockets is None or sockets.connected > 0
        return {
            "status": self._status(database and pending is False and connected),
            "version": self.version,
            "uptime_seconds": round(time.monotonic() - self.started, 1),
            "database": "ok" if database else "down",
            "migrations": _migrations(pending),
            "sockets": _sockets(sockets),
            "oldest_pending_effect_seconds": oldest,
        }

    def _status(self, well: bool) -> str:
        if self.stopping():
            return "stopping"
        return "ready" if well else "not ready"

    async def _reached(self) -> bool:
        await self.ping()
        return True

    async def _answered(self, question: Awaitable[T]) -> T | None:
        """None when the ledger is down or slow."""
        try:
            async with asyncio.timeout(self.patience):
                return await question
        except (LedgerDown, TimeoutError):
            return None

    async def healthz(self, request: web.Request) -> web.Response:
        """That this answers at all is the answer: the loop turns."""
        return web.json_response({"status": "alive"})

    async def readyz(self, request: web.Request) -> web.Response:
        state = await self.state()
        return web.json_response(state, status=200 if state["status"] == "ready" else 503)

    async def metrics_page(self, request: web.Request) -> web.Response:
        """Served with the last known numbers when the ledger does not answer."""
        await self._answered(self.refresh())
        self.metrics.ready(await self.ready())
        return web.Response(body=self.metrics.text(), headers={"Content-Type": CONTENT_TYPE})


def _migrations(pending: bool | None) -> str:
    if pending is None:
        return "unknown"
    return "pending" if pending else "ok"


def _sockets(state: SocketState | None) -> dict[str, int] | str:
    if state is None:
        return "off"
    return {"connected": state.connected, "wanted": state.wanted}
