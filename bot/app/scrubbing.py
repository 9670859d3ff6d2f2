"""After words were erased: let them leave the database's files as well, as soon as nobody reads."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

from bot.response.erasing import TO_SCRUB
from bot.response.ports import Clock, Ledger
from bot.storage.scrubbing import scrub

SPACING = timedelta(seconds=5)
"""Whoever deletes a whole conversation keeps the bot no busier than this."""
PAUSE = timedelta(minutes=1)
"""After somebody read for so long that it could not be done."""


class ScrubbingDue:
    """A source of the scheduler. That it is to be done is in the database."""

    def __init__(self, ledger: Ledger, clock: Clock, file: Path) -> None:
        self._ledger = ledger
        self._clock = clock
        self._file = file
        self._not_before = clock.now()

    async def next_due(self) -> datetime | None:
        return self._not_before if await self._wanted() else None

    async def run_due(self, now: datetime) -> None:
        wanted = await self._wanted()
        done = await asyncio.to_thread(scrub, self._file)
        self._not_before = now + (SPACING if done else PAUSE)
        async with self._ledger.work() as work:
            if done and await work.notes.get(TO_SCRUB) == wanted:  # else more was erased meanwhile
                await work.notes.set(TO_SCRUB, "")

    async def _wanted(self) -> str | None:
        async with self._ledger.look() as work:
            return await work.notes.get(TO_SCRUB)
