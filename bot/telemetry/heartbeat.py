"""A sign of life: an address is called each minute while the bot is ready."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Protocol

import aiohttp

from bot.telemetry.logs import logger

EVERY = timedelta(minutes=1)
PATIENCE = aiohttp.ClientTimeout(total=10)

log = logger(__name__)


class Clock(Protocol):
    def now(self) -> datetime: ...
    async def sleep_until(self, when: datetime) -> None: ...


class Heartbeat:
    def __init__(
        self,
        url: str,
        *,
        clock: Clock,
        ready: Callable[[], Awaitable[bool]],
        session: aiohttp.ClientSession,
    ) -> None:
        self._url = url
        self._clock = clock
        self._ready = ready
        self._session = session

    async def run(self) -> None:
        """Until cancelled. Whoever listens there raises the alarm when it stops."""
        while True:
            next_beat = self._clock.now() + EVERY
            if await self._ready():
                await self._beat()
            await self._clock.sleep_until(next_beat)

    async def _beat(self) -> None:
        """The address is a key, so no error's text is logged: it would quote it."""
        try:
            async with self._session.get(self._url, timeout=PATIENCE) as answer:
                if answer.status >= 400:
                    log.warning("the heartbeat was refused", status=answer.status)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("the heartbeat did not arrive", why=type(error).__name__)
