"""The scheduler of a single process: it looks at incidents when woken and when something is due."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from bot.incident.ids import IncidentId
from bot.response.ports import Clock
from bot.scheduler.attempts import Attempts
from bot.scheduler.quiet import Quiet
from bot.scheduler.rest import rest
from bot.scheduler.watch import Source, Watch
from bot.telemetry import correlation
from bot.telemetry.metrics import Metrics

Look = Callable[[IncidentId], Awaitable[None]]

# How many turns of the event loop a waiter may need to notice that what it waits for is there.
_TURNS = 10


async def _at_once() -> None:
    """Nothing is more urgent."""


class InProcess:
    """Implements `response.ports.Waker`. To be made and used inside a running event loop."""

    def __init__(
        self,
        *,
        clock: Clock,
        look: Look,
        metrics: Metrics,
        sources: Sequence[Source] = (),
        at_once: int = 20,
        first_pause: timedelta = timedelta(seconds=1),
        breath: timedelta = timedelta(seconds=0.1),
        yielding: Callable[[], Awaitable[None]] = _at_once,
    ) -> None:
        """`look` is never run twice at once for one incident. It may raise: that is tried again.

        `yielding` is awaited before each: it lets what is more urgent go first.
        """
        self._clock = clock
        self._look = look
        self._metrics = metrics
        self._first_pause = first_pause
        self._breath = breath
        self._yielding = yielding
        self._room = asyncio.Semaphore(at_once)
        self._quiet = Quiet()
        self._looking: dict[IncidentId, asyncio.Task[None]] = {}
        self._again: dict[IncidentId, str] = {}
        self._stopped = asyncio.Event()
        self._watches: list[Watch] = []
        self._after_looks: list[Watch] = []
        self._rounds: set[asyncio.Task[None]] = set()
        for source in sources:
            self.watch(source)

    def watch(self, source: Source, *, after_looks: bool = True) -> None:
        """For sources that need this scheduler to be made themselves; before `run`.

        `after_looks`: what falls due there may be another time after each look at an incident.
        """
        attempts = self._attempts(type(source).__name__)
        watch = Watch(source, self._clock, attempts, self._quiet, self._breath)
        self._watches.append(watch)
        if after_looks:
            self._after_looks.append(watch)

    def wake(self, incident: IncidentId) -> None:
        if self._stopped.is_set():
            return  # The ledger has the hint; the next start finds it.
        id = correlation.current() or correlation.fresh()
        if incident in self._looking:
            self._again[incident] = id
        else:
            self._looking[incident] = asyncio.create_task(self._keep_looking(incident, id))

    def rescan(self) -> None:
        for watch in self._watches:
            watch.rescan()

    async def run(self) -> None:
        """Until cancelled or stopped. What is being looked at then is left to `stop`."""
        self._rounds = {asyncio.create_task(watch.run()) for watch in self._watches}
        try:
            await asyncio.gather(*self._rounds, self._stopped.wait())
        except asyncio.CancelledError:
            for task in self._rounds:
                task.cancel()
            if not self._stopped.is_set():
                raise

    async def stop(self, grace: float) -> None:
        """Begin nothing more; finish what runs, or leave it after `grace` (real) seconds."""
        self._stopped.set()
        for watch in self._watches:
            watch.stop()
        if running := {*self._looking.values(), *self._rounds}:
            await asyncio.wait(running, timeout=grace)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def idle(self) -> None:
        """Until nothing is being done and everything that is left waits for the clock."""
        quiet = False
        while not quiet:
            await self._quiet.wait()
            for _ in range(_TURNS):
                await asyncio.sleep(0)
            quiet = bool(self._quiet)

    async def _keep_looking(self, incident: IncidentId, id: str) -> None:
        attempts = self._attempts("look")
        try:
            while not await self._looked(attempts, incident, id) or incident in self._again:
                if self._stopped.is_set():
                    return
                id = self._again.get(incident, id)
        finally:
            self._again.pop(incident, None)
            del self._looking[incident]
            self._metrics.looking(len(self._looking))
            for watch in self._after_looks:
                watch.rescan()

    async def _looked(self, attempts: Attempts, incident: IncidentId, id: str) -> bool:
        """One look. After one that failed, the pause is over when this returns."""
        with self._quiet.busy():
            await self._yielding()
            async with self._room:
                self._metrics.looking(len(self._looking))
                self._again.pop(incident, None)
                well = await attempts.succeed(lambda: self._look(incident), id, incident=incident)
        if not well:
            await rest(self._clock, self._clock.now() + attempts.pause, unless=self._stopped)
        return well

    def _attempts(self, what: str) -> Attempts:
        return Attempts(what, self._metrics, self._first_pause)
