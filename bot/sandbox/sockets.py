"""Socket Mode: connections with tickets, envelopes that go to any one of them, and their acks."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any

from aiohttp import WSMsgType, web

from bot.sandbox.heard import Heard
from bot.sandbox.shown import APP_ID

Json = dict[str, Any]

MOST = 10
GLANCE = 0.05


class Link:
    """One open connection; a dead one takes everything in and never answers."""

    def __init__(self, socket: web.WebSocketResponse, http: web.Request, *, dead: bool) -> None:
        self.dead = dead
        self.closed = asyncio.Event()
        self._socket = socket
        self._http = http

    async def send(self, message: Json) -> None:
        if not self.dead and not self._socket.closed:
            await self._socket.send_str(json.dumps(message))

    async def disconnect(self, reason: str) -> None:
        message = {"type": "disconnect", "reason": reason, "debug_info": {"host": "local"}}
        await self.send(message)
        self.closed.set()
        await self._socket.close()

    async def pong(self, data: bytes) -> None:
        if not self.dead:
            await self._socket.pong(data)

    async def gone(self) -> None:
        """Until the other side has given up: what is dead does not say goodbye either."""
        while self._http.transport is not None and not self.closed.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self.closed.wait(), GLANCE)

    def abort(self) -> None:
        self.closed.set()
        if self._http.transport is not None:
            self._http.transport.abort()


class Sockets:
    """All open connections; `dead` makes those that come deaf and dumb."""

    def __init__(self, tickets: set[str]) -> None:
        self.links: list[Link] = []
        self.dead = False
        self.ever_connected = False
        self._tickets = tickets
        self._next = 0
        self._acks: dict[str, asyncio.Future[Json | None]] = {}
        self._arrival = asyncio.Event()

    async def handle(self, http: web.Request) -> web.StreamResponse:
        """Serve one connection until it ends."""
        ticket = http.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=404)
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(autoping=False, autoclose=False)
        await socket.prepare(http)
        link = Link(socket, http, dead=self.dead)
        if len(self.links) >= MOST:
            await link.disconnect("too_many_websockets")
            return socket
        await self._serve(link, socket)
        return socket

    async def _serve(self, link: Link, socket: web.WebSocketResponse) -> None:
        try:
            await link.send(self._hello())
            self.links.append(link)
            self.ever_connected = True
            self._arrival.set()
            await self._listen(link, socket)
        except ConnectionError:
            link.abort()
        finally:
            link.closed.set()
            if link in self.links:
                self.links.remove(link)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.links) + 1,
            "debug_info": {"host": "local", "build_number": 1, "approximate_connection_time": 3600},
            "connection_info": {"app_id": APP_ID},
        }

    async def _listen(self, link: Link, socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if message.type == WSMsgType.PING:
                await link.pong(message.data)
            elif message.type == WSMsgType.TEXT and not link.dead:
                self._take(json.loads(message.data))
        if link.dead:
            await link.gone()
        else:
            await socket.close()

    def _take(self, ack: Json) -> None:
        """An ack counts from whichever connection it comes."""
        waiting = self._acks.get(str(ack.get("envelope_id")))
        if waiting is not None and not waiting.done():
            waiting.set_result(ack.get("payload"))

    async def connected(self) -> None:
        """Return as soon as there is a connection, live or dead."""
        while not self._open():
            self._arrival.clear()
            await self._arrival.wait()

    def _open(self) -> list[Link]:
        return [link for link in self.links if not link.closed.is_set()]

    @property
    def deaf(self) -> bool:
        """True when every connection is dead."""
        return bool(self._open()) and all(link.dead for link in self._open())

    async def offer(self, envelope: Json, patience: float) -> Heard:
        """Send to the connection whose turn it is, and wait for the ack."""
        links = self._open()
        if not links:
            return Heard("error", reason="no connection", counts=False)
        self._next += 1
        link = links[self._next % len(links)]
        ack: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._acks[envelope["envelope_id"]] = ack
        try:
            return await self._await_ack(link, envelope, ack, patience)
        finally:
            del self._acks[envelope["envelope_id"]]

    async def _await_ack(
        self, link: Link, envelope: Json, ack: asyncio.Future[Json | None], patience: float
    ) -> Heard:
        closing = asyncio.create_task(link.closed.wait())
        either: list[asyncio.Future[Any]] = [ack, closing]
        try:
            await link.send(envelope)
            await asyncio.wait(either, timeout=patience, return_when="FIRST_COMPLETED")
        except ConnectionError:
            link.abort()
        finally:
            closing.cancel()
        if ack.done():
            return Heard("ok", body=ack.result())
        if link.closed.is_set():
            return Heard("error", reason="connection closed", counts=False)
        return Heard("timeout", reason="timeout", counts=not link.dead)

    async def close(self) -> None:
        for link in list(self.links):
            link.abort()
