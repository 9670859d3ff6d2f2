"""One Socket Mode connection, from its hello to its end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import aiohttp
from aiohttp import WSMsgType

from bot.slack.socket_wire import Goodbye, Hello, SocketRequest, read
from bot.telemetry.logs import logger

GREETING = 10.0
"""Seconds for the handshake, and as many for Slack's hello."""
FAREWELL = 1.0
"""Seconds for the other side's part of closing."""

_ENDED = (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR)

log = logger(__name__)


class Silent(Exception):
    """A connection was accepted, and then said nothing."""


class Line:
    """It is heard of only through `take`; make it by `Line.open`."""

    def __init__(
        self,
        socket: aiohttp.ClientWebSocketResponse,
        ping_interval: float,
        take: Callable[[Line, SocketRequest], None],
    ) -> None:
        self.heard_at = time.monotonic()
        """When anything came last, were it only the answer to a ping."""
        self.opened_at = self.heard_at
        self.leaving = asyncio.Event()
        """Set when another connection is to take its place: it ended, or will."""
        self.reason = ""
        """Why, in Slack's word or ours."""
        self._socket = socket
        self._ping_interval = ping_interval
        self._take = take
        self._greeted = asyncio.Event()
        self._reader = asyncio.create_task(self._read())
        self._pinger = asyncio.create_task(self._ping())

    @classmethod
    async def open(
        cls,
        session: aiohttp.ClientSession,
        url: str,
        *,
        ping_interval: float,
        take: Callable[[Line, SocketRequest], None],
    ) -> Line:
        """Raises Silent, TimeoutError or aiohttp.ClientError."""
        async with asyncio.timeout(GREETING):
            socket = await session.ws_connect(
                url,
                # Its own pings hide their answers, which are the sign of life we go by.
                autoping=False,
                timeout=aiohttp.ClientWSTimeout(ws_close=FAREWELL),
            )
        line = cls(socket, ping_interval, take)
        try:
            await line._greeting()
        except BaseException:
            await line.close()
            raise
        return line

    @property
    def alive(self) -> bool:
        return self._greeted.is_set() and not self._reader.done()

    def leave(self, reason: str) -> None:
        """Have it replaced; it goes on listening until it is closed."""
        if not self.leaving.is_set():
            self.reason = reason
            self.leaving.set()

    async def ended(self, at_most: float) -> None:
        """When it has, or after so many seconds."""
        await asyncio.wait({self._reader}, timeout=at_most)

    async def send(self, text: str) -> bool:
        """False when the connection is no more."""
        try:
            await self._socket.send_str(text)
        except (ConnectionError, aiohttp.ClientError):
            return False
        return True

    async def close(self) -> None:
        self.leave("closed by us")
        for task in (self._reader, self._pinger):
            task.cancel()
        await asyncio.gather(self._reader, self._pinger, return_exceptions=True)
        await self._socket.close()

    async def _greeting(self) -> None:
        greeted = asyncio.create_task(self._greeted.wait())
        ended = asyncio.create_task(self.leaving.wait())
        try:
            await asyncio.wait({greeted, ended}, timeout=GREETING, return_when="FIRST_COMPLETED")
        finally:
            greeted.cancel()
            ended.cancel()
        if not self.alive:
            raise Silent(self.reason or "no hello")

    async def _read(self) -> None:
        """Twice the ping's interval without a word, and the other side is gone."""
        try:
            while True:
                message = await self._socket.receive(timeout=2 * self._ping_interval)
                self.heard_at = time.monotonic()
                if message.type in _ENDED:
                    return
                await self._understand(message)
        except TimeoutError:
            self.leave("silent")
        finally:
            self.leave("ended")

    async def _understand(self, message: aiohttp.WSMessage) -> None:
        if message.type is WSMsgType.PING:
            await self._pong(message.data)
        elif message.type is WSMsgType.TEXT:
            self._understand_text(message.data)

    def _understand_text(self, text: str) -> None:
        match read(text):
            case Hello():
                self._greeted.set()
            case Goodbye(reason):
                log.info("Slack takes a socket back", reason=reason)
                self.leave(reason)
            case SocketRequest() as request:
                self._take(self, request)
            case None:
                log.warning("a socket said what nobody understands", length=len(text))

    async def _pong(self, data: bytes) -> None:
        try:
            await self._socket.pong(data)
        except (ConnectionError, aiohttp.ClientError):
            self.leave("ended")

    async def _ping(self) -> None:
        try:
            while True:
                await self._socket.ping()
                await asyncio.sleep(self._ping_interval)
        except (ConnectionError, aiohttp.ClientError):
            self.leave("ended")
