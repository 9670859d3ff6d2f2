"""Socket Mode: several connections started apart, and a watchdog that heals them or gives up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import aiohttp

from bot.slack.socket_line import Line
from bot.slack.socket_slot import LINGER, SHORTEST_PAUSE, OpenUrl, Slot
from bot.slack.socket_wire import Ack, SocketRequest
from bot.telemetry.logs import logger
from bot.telemetry.metrics import Metrics

__all__ = ["Ack", "Handle", "SocketRequest", "Sockets"]

Handle = Callable[[SocketRequest], Awaitable[Ack | None]]

ECHO_PATIENCE = 60.0
"""Seconds an own post's event may take. What is missed that soon after a suspicion was posted
before it, and tells nothing about the connections opened since."""
DEAF_AGAIN = 120.0
"""Seconds after which a new suspicion is a first one."""

log = logger(__name__)


class Sockets:
    """All times are real: this is about the transport. To be made inside a running event loop."""

    _taking = True
    _dead = False
    _suspected_at: float | None = None
    _was_healthy: bool | None = None
    """None before the first connection."""

    def __init__(
        self,
        *,
        session: aiohttp.ClientSession,
        open_url: OpenUrl,
        handle: Handle,
        on_dead: Callable[[], None],
        on_back: Callable[[], None] = lambda: None,
        metrics: Metrics,
        count: int = 2,
        stagger: float = 30.0,
        ping_interval: float = 5.0,
        deadline: float = 50.0,
        linger: float = LINGER,
        shortest_pause: float = SHORTEST_PAUSE,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """`session` has `trust_env` for the proxy's variables. `open_url` calls
        apps.connections.open and may raise NotDone. `handle` returns None, or raises, for what
        Slack is to repeat. `on_dead` is called once, after `deadline` seconds without any live
        connection: nothing but a restart is left then. `on_back` is called when there is one again
        after there was none: what was said meanwhile nobody may have heard.
        """
        self._session = session
        self._handle = handle
        self._on_dead = on_dead
        self._on_back = on_back
        self._metrics = metrics
        self._stagger = stagger
        self._ping_interval = ping_interval
        self._deadline = deadline
        self._seconds = seconds
        self._slots = [self._slot(open_url, linger, shortest_pause) for _ in range(count)]
        self._running: dict[Slot, asyncio.Task[None]] = {}
        self._watchdog: asyncio.Task[None] | None = None
        self._in_flight: set[asyncio.Task[None]] = set()
        self._news = asyncio.Event()

    @property
    def connected(self) -> int:
        return sum(slot.alive for slot in self._slots)

    @property
    def wanted(self) -> int:
        return len(self._slots)

    @property
    def healthy(self) -> bool:
        return self.connected > 0

    async def start(self) -> None:
        """Returns at once; `until_connected` waits."""
        for number, slot in enumerate(self._slots):
            self._running[slot] = asyncio.create_task(slot.run(number * self._stagger))
        self._watchdog = asyncio.create_task(self._watch())
        self._tell()

    async def until_connected(self, count: int = 1) -> None:
        while self.connected < count:
            self._news.clear()
            await self._news.wait()

    def suspect_deaf(self) -> None:
        """An own post's event did not come back: have all connections replaced, or give up."""
        now = self._seconds()
        since = None if self._suspected_at is None else now - self._suspected_at
        if since is not None and since < ECHO_PATIENCE:
            return
        if since is not None and since < ECHO_PATIENCE + DEAF_AGAIN:
            self._give_up("deaf again, on new sockets too")
            return
        self._suspected_at = now
        log.warning("the sockets seem deaf and are replaced")
        for slot in self._slots:
            slot.replace("deaf")

    async def stop_taking(self) -> None:
        """What comes from now on is left for another process, or for this one's next start."""
        self._taking = False

    async def close(self, grace: float) -> None:
        """Let what is in flight end and be acked, for at most `grace` seconds; then hang up."""
        await self.stop_taking()
        if self._in_flight:
            await asyncio.wait(self._in_flight, timeout=grace)
        tasks = [*self._in_flight, *self._running.values()]
        tasks += [self._watchdog] if self._watchdog else []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _slot(self, open_url: OpenUrl, linger: float, shortest_pause: float) -> Slot:
        return Slot(
            open_url=open_url,
            open_line=self._open,
            changed=self._tell,
            linger=linger,
            shortest_pause=shortest_pause,
        )

    async def _open(self, url: str) -> Line:
        return await Line.open(
            self._session, url, ping_interval=self._ping_interval, take=self._take
        )

    def _take(self, line: Line, request: SocketRequest) -> None:
        if self._taking:
            task = asyncio.create_task(self._serve(line, request), name=request.kind)
            self._in_flight.add(task)
            task.add_done_callback(self._served)

    async def _serve(self, line: Line, request: SocketRequest) -> None:
        started = time.monotonic()
        answered = False
        try:
            ack = await self._handle(request)
            answered = ack is not None and await self._send(line, ack.to(request.envelope_id))
        finally:
            seconds = time.monotonic() - started
            self._metrics.answered("socket", request.kind, answered, seconds)

    async def _send(self, line: Line, text: str) -> bool:
        """Over the line it came by, or, as Slack's own client does, over any that is left."""
        others = [slot.line for slot in self._slots if slot.line is not None and slot.line.alive]
        for one in (line, *others):
            if await one.send(text):
                return True
        log.warning("an ack could not be sent, Slack repeats what it repeats")
        return False

    def _served(self, task: asyncio.Task[None]) -> None:
        self._in_flight.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a socket's request failed", kind=task.get_name(), exc_info=error)

    async def _watch(self) -> None:
        glance = min(1.0, self._deadline / 10)
        silence, heard_at = 0.0, 0.0
        while silence < self._deadline:
            before = time.monotonic()
            await asyncio.sleep(glance)
            self._revive()
            self._tell()
            heard = max((one.line.heard_at for one in self._slots if one.line), default=0.0)
            # A process that was stopped for long has not listened, so it is not counted as silence.
            passed = min(time.monotonic() - before, 2 * glance)
            silence = 0.0 if self.healthy and heard > heard_at else silence + passed
            heard_at = heard
        self._give_up("no socket is alive")

    def _revive(self) -> None:
        """A slot ends only by an error that nobody thought of."""
        for slot, task in self._running.items():
            if task.done() and not task.cancelled():
                log.error("a socket's keeper failed", exc_info=task.exception())
                self._running[slot] = asyncio.create_task(slot.run())

    def _give_up(self, why: str) -> None:
        if not self._dead and self._taking:
            self._dead = True
            log.critical("the sockets are dead", why=why)
            self._on_dead()

    def _tell(self) -> None:
        self._metrics.sockets(self.connected, self.wanted)
        if self.healthy and self._was_healthy is False:
            self._on_back()
        if self.healthy or self._was_healthy is not None:
            self._was_healthy = self.healthy
        self._news.set()
