"""What can go wrong between Slack and the bot, switched on by a test or by the demo."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

from bot.sandbox.call import Call, Phase
from bot.sandbox.sockets import Sockets

Json = dict[str, Any]
Hook = Callable[[Call, Phase], Awaitable[None] | None]


@dataclass(frozen=True)
class Status:
    """An HTTP error; with before=False the effect has happened all the same."""

    code: int = 500
    before: bool = True


@dataclass(frozen=True)
class Drop:
    """The connection breaks without an answer."""

    before: bool = True


@dataclass(frozen=True)
class Hang:
    """No answer ever comes, and the connection stays open."""

    before: bool = True


@dataclass(frozen=True)
class RateLimited:
    """A 429 with this Retry-After; nothing happened."""

    retry_after: int = 1
    before: Literal[True] = True


How = str | Status | Drop | Hang | RateLimited


class CallLost(Exception):
    """A hook of `on_call` raises it to break the connection there: no effect, or no answer."""


@dataclass
class Planned:
    method: str
    how: How
    times: int
    skip: int
    where: Callable[[Json], bool] | None

    def meets(self, call: Call) -> bool:
        named = self.method in ("*", call.method)
        return named and (self.where is None or self.where(call.arguments))


class Faults:
    """Everything is off at first."""

    def __init__(self, sockets: Sockets) -> None:
        self.latency = 0.0
        self.down = False
        self.duplicate_events = False
        self.shuffle_events: random.Random | None = None
        self.lose_events = False
        self.on_call: list[Hook] = []
        self.flowing = asyncio.Event()
        self.flowing.set()
        self._sockets = sockets
        self._planned: list[Planned] = []

    def fail(
        self,
        method: str,
        how: How,
        *,
        times: int = 1,
        skip: int = 0,
        where: Callable[[Json], bool] | None = None,
    ) -> None:
        """Let the next calls of this method ("*": of any) go wrong, after `skip` good ones."""
        self._planned.append(Planned(method, how, times, skip, where))

    def take(self, call: Call) -> How | None:
        """The fault that strikes this call, used up by it."""
        for planned in [planned for planned in self._planned if planned.meets(call)]:
            if planned.skip > 0:
                planned.skip -= 1
            else:
                planned.times -= 1
                if planned.times <= 0:
                    self._planned.remove(planned)
                return planned.how
        return None

    def clear(self) -> None:
        """Forget the calls that were still to fail."""
        self._planned.clear()

    @property
    def dead_sockets(self) -> bool:
        """While true, open connections and new ones are deaf and dumb; each stays so for ever."""
        return self._sockets.dead

    @dead_sockets.setter
    def dead_sockets(self, dead: bool) -> None:
        self._sockets.dead = dead
        for link in self._sockets.links if dead else []:
            link.dead = True

    def drop_sockets(self) -> None:
        """Break all connections without a close frame."""
        for link in list(self._sockets.links):
            link.abort()

    async def refresh_sockets(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to come anew, then close it; reason may also be "warning"."""
        for link in list(self._sockets.links):
            await link.disconnect(reason)

    def hold_events(self) -> None:
        self.flowing.clear()

    def release_events(self) -> None:
        self.flowing.set()
