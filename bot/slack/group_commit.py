"""Committing in groups: what comes while a transaction runs is the next one, together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from bot.response.ports import LedgerDown
from bot.slack.boundary import failure_of

MOST = 200
"""So many make one transaction."""

Item = TypeVar("Item")


class GroupCommit(Generic[Item]):
    def __init__(self, write: Callable[[Sequence[Item]], Awaitable[None]]) -> None:
        """`write` commits all of them or none."""
        self._write = write
        self._waiting: list[tuple[Sequence[Item], asyncio.Future[None]]] = []
        self._running: asyncio.Task[None] | None = None

    async def keep(self, items: Sequence[Item]) -> None:
        """Returns when these are committed; raises what `write` raised of them alone."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((items, done))
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())
        await done

    async def _run(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            await self._commit(group)

    async def _commit(self, group: list[tuple[Sequence[Item], asyncio.Future[None]]]) -> None:
        """When a group fails, each of it is tried alone: one bad item spoils no other."""
        try:
            failure = await failure_of(self._write([item for items, _ in group for item in items]))
        except LedgerDown as down:  # then alone they fare no better
            _end(group, down)
            return
        if failure and len(group) > 1:
            for one in group:
                await self._commit([one])
        else:
            _end(group, failure)


def _end(group: Iterable[tuple[Any, asyncio.Future[None]]], failure: Exception | None) -> None:
    for _, done in group:
        if done.done():
            continue  # nobody waits for it any more
        if failure:
            done.set_exception(failure)
        else:
            done.set_result(None)
