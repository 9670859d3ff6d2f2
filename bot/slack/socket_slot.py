"""Keeps one Socket Mode connection open: when it ends, or is about to, another takes its place."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable

import aiohttp

from bot.response.outcomes import Busy, NotDone
from bot.slack.socket_line import Line, Silent
from bot.telemetry.logs import logger

SHORTEST_PAUSE = 0.5
LONGEST_PAUSE = 5.0
LINGER = 10.0
"""Seconds that a replaced connection is still listened to: Slack may have sent it something."""
STEADY = 10.0
"""A connection that lasted for so many seconds was a good one: no pause before the next."""

# Slack will not let a new one in before the old one is gone.
_CLOSE_FIRST = frozenset({"too_many_websockets", "link_disabled"})

log = logger(__name__)

OpenUrl = Callable[[], Awaitable[str]]
OpenLine = Callable[[str], Awaitable[Line]]


class Slot:
    def __init__(
        self,
        *,
        open_url: OpenUrl,
        open_line: OpenLine,
        changed: Callable[[], None],
        linger: float = LINGER,
        shortest_pause: float = SHORTEST_PAUSE,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """`changed` is told whenever the connection comes or goes."""
        self._open_url = open_url
        self._open_line = open_line
        self._changed = changed
        self._linger = linger
        self._shortest_pause = shortest_pause
        self._jitter = jitter
        self._failures = 0
        self._leaving: set[asyncio.Task[None]] = set()
        self.line: Line | None = None

    @property
    def alive(self) -> bool:
        return self.line is not None and self.line.alive

    async def run(self, delay: float = 0.0) -> None:
        """Until cancelled. `delay` in seconds keeps the connections from ageing together."""
        await asyncio.sleep(delay)
        try:
            while True:
                line = await self._connect()
                self._changed()
                await line.leaving.wait()
                await self._after(line)
        finally:
            await self._close_all()

    def replace(self, reason: str) -> None:
        """Open another connection, then let go of the present one."""
        if self.line is not None:
            self.line.leave(reason)

    async def _connect(self) -> Line:
        """Until it succeeds. The old connection is let go of only when there is a new one."""
        while True:
            try:
                line = await self._open_line(await self._open_url())
            except (NotDone, aiohttp.ClientError, TimeoutError, OSError, Silent) as error:
                await self._pause(error)
            else:
                old, self.line = self.line, line
                self._retire(old)
                return line

    async def _after(self, line: Line) -> None:
        self._changed()
        log.info("a socket has to be replaced", reason=line.reason, alive=line.alive)
        if line.reason in _CLOSE_FIRST:
            await line.close()
        if time.monotonic() - line.opened_at >= STEADY:
            self._failures = 0
        else:
            await self._pause(None)

    async def _pause(self, error: Exception | None) -> None:
        """Doubles up to five seconds, with jitter so that many bots do not come as one."""
        self._failures += 1
        longest = min(self._shortest_pause * 2.0 ** min(self._failures - 1, 10), LONGEST_PAUSE)
        seconds = longest * (0.5 + 0.5 * self._jitter())
        if isinstance(error, Busy) and error.retry_after:
            seconds = max(seconds, error.retry_after)
        why = type(error).__name__ if error else "it ended soon"
        log.warning("a socket is not connected", why=why, again_in=round(seconds, 2))
        await asyncio.sleep(seconds)

    def _retire(self, old: Line | None) -> None:
        if old is not None:
            task = asyncio.create_task(self._see_off(old))
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    async def _see_off(self, line: Line) -> None:
        try:
            await line.ended(self._linger)
        finally:
            await line.close()

    async def _close_all(self) -> None:
        for task in self._leaving:
            task.cancel()
        await asyncio.gather(*self._leaving, return_exceptions=True)
        if self.line is not None:
            await self.line.close()
        self._changed()
