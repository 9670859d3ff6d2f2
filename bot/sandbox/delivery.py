"""Events on their way to the bot: queued, sent, repeated until acked, disturbed by faults."""

from __future__ import annotations

import asyncio
import uuid
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.sandbox.faults import Faults
from bot.sandbox.heard import Heard
from bot.sandbox.http_line import PATIENCE, HttpLine
from bot.sandbox.sockets import Sockets

Json = dict[str, Any]
Interaction = Literal["slash_commands", "interactive"]

GATHERING = 0.02


@dataclass(eq=False)
class Item:
    """One event under way; `payload` is the whole event_callback."""

    payload: Json
    envelope_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    retries: int = 0
    reason: str = ""


class Delivery:
    """`given_up` holds the events whose retries were used up without an ack."""

    def __init__(self, sockets: Sockets, faults: Faults) -> None:
        self.patience = PATIENCE
        self.redeliver_after = PATIENCE
        self.redeliveries = 3
        self.http_retry_delays: Sequence[float] = (0, 60, 300)
        self.http: HttpLine | None = None
        self.given_up: list[Json] = []
        self._sockets = sockets
        self._faults = faults
        self._waiting: deque[Item] = deque()
        self._under_way: dict[Item, asyncio.Task[None]] = {}
        self._work = asyncio.Event()
        self._changed = asyncio.Event()
        self._lines: list[HttpLine] = []
        self._pump: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._pump = asyncio.create_task(self._run())

    async def stop(self) -> None:
        tasks = [*self._under_way.values(), *([self._pump] if self._pump else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for line in self._lines:
            await line.close()

    def use(self, line: HttpLine | None) -> None:
        """Send to this request URL from now on; None: to the sockets."""
        self.http = line
        if line is not None:
            line.patience = self.patience
            self._lines.append(line)

    def put(self, payload: Json) -> None:
        """Events that happen before the bot was ever there are nobody's."""
        if self._faults.lose_events or not self._was_there:
            return
        copies = 2 if self._faults.duplicate_events else 1
        self._waiting.extend(Item(payload) for _ in range(copies))
        self._work.set()

    async def _run(self) -> None:
        while True:
            await self._work.wait()
            await self._faults.flowing.wait()
            if self._faults.shuffle_events is not None:
                await asyncio.sleep(GATHERING)
            self._work.clear()
            batch = list(self._waiting)
            self._waiting.clear()
            if self._faults.shuffle_events is not None:
                self._faults.shuffle_events.shuffle(batch)
            for item in batch:
                self._under_way[item] = asyncio.create_task(self._deliver(item))

    async def _deliver(self, item: Item) -> None:
        try:
            while not await self._attempt(item):
                item.retries += 1
        finally:
            del self._under_way[item]
            self._changed.set()

    async def _attempt(self, item: Item) -> bool:
        """Try once; True when there is nothing more to do for this event."""
        if self.http is not None:
            heard = await self.http.event(item.payload, item.retries, item.reason)
            allowed = len(self.http_retry_delays)
        else:
            heard = await self._by_socket(item)
            allowed = self.redeliveries
        item.reason = heard.reason
        if heard.status == "ok":
            return True
        if heard.final or item.retries >= allowed:
            self.given_up.append(item.payload)
            return True
        if self.http is not None:
            await asyncio.sleep(self.http_retry_delays[item.retries])
        return False

    async def _by_socket(self, item: Item) -> Heard:
        """Until a live connection had its chance; broken and dead ones do not count."""
        while True:
            await self._sockets.connected()
            envelope = {
                "envelope_id": item.envelope_id,
                "type": "events_api",
                "payload": item.payload,
                "accepts_response_payload": False,
                "retry_attempt": item.retries,
                "retry_reason": item.reason,
            }
            heard = await self._sockets.offer(envelope, self.redeliver_after)
            if heard.status == "ok" or heard.counts:
                return heard

    async def interact(self, kind: Interaction, payload: Json) -> Heard:
        """A command, a button or a form: told once, and never again."""
        if self.http is not None:
            command = kind == "slash_commands"
            return await (self.http.command if command else self.http.interaction)(payload)
        envelope = {
            "envelope_id": str(uuid.uuid4()),
            "type": kind,
            "payload": payload,
            "accepts_response_payload": True,
        }
        return await self._sockets.offer(envelope, self.patience)

    async def challenge(self, payload: Json) -> Heard:
        if self.http is None:
            return Heard("error", reason="no request URL")
        return await self.http.event(payload, 0, "")

    async def settle(self, timeout: float) -> None:
        """Until nothing is under way that could still arrive."""
        try:
            async with asyncio.timeout(timeout):
                while self._pending():
                    self._changed.clear()
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._changed.wait(), GATHERING)
        except TimeoutError:
            waiting = [item.payload["event"]["type"] for item in self._pending()]
            raise TimeoutError(f"still not acked after {timeout} s: {waiting}") from None

    @property
    def _was_there(self) -> bool:
        return self.http is not None or self._sockets.ever_connected

    def _pending(self) -> list[Item]:
        """What is held by a fault is not waited for."""
        if self.http is None and self._sockets.deaf:
            return []
        waiting = list(self._waiting) if self._faults.flowing.is_set() else []
        return [*waiting, *self._under_way]
