"""Waiting for a time or for word, whichever comes first."""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.response.ports import Clock


async def rest(clock: Clock, until: datetime | None, unless: asyncio.Event) -> None:
    """Until that time (None: for good), or until the event is set."""
    if unless.is_set():
        return
    waits: set[asyncio.Task[object]] = {asyncio.create_task(unless.wait())}
    if until is not None:
        waits.add(asyncio.create_task(_wake_at(clock, until)))
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waits:
            task.cancel()


async def _wake_at(clock: Clock, when: datetime) -> object:
    await clock.sleep_until(when)
    return None
