"""When channels are read back: at the start, after a silence, each hour; an adopted one at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.app.due import Upkeep
from bot.incident.incident import Incident
from bot.response.outcomes import NotDone
from bot.response.ports import Desk
from bot.scheduler.in_process import InProcess
from bot.slack.backfill import EVERY, Backfill
from bot.telemetry.logs import logger

PAUSE = timedelta(minutes=1)
"""Before what could not be read is tried again."""

log = logger(__name__)


class HistoryDue:
    """Reads channels that were adopted, until what was said in them is on the record."""

    def __init__(self, desk: Desk, backfill: Backfill) -> None:
        self._desk = desk
        self._backfill = backfill
        self._not_before = desk.clock.now()

    async def next_due(self) -> datetime | None:
        return self._not_before if await self._due() else None

    async def run_due(self, now: datetime) -> None:
        self._not_before = now + PAUSE
        for incident in await self._due():
            try:
                await self._backfill.read(incident)
            except NotDone as failure:
                log.warning("cannot read yet", incident=incident.reference, why=failure.why)
                return
        if not await self._due():
            self._not_before = now

    async def _due(self) -> Sequence[Incident]:
        async with self._desk.ledger.look() as work:
            found = await work.incidents.history_due()
        return [incident for incident in found if not incident.archived]


def reading(scheduler: InProcess, desk: Desk, backfill: Backfill) -> Upkeep:
    """The upkeep that can be asked to read everything back at once."""
    upkeep = Upkeep(desk.clock, EVERY, backfill)
    scheduler.watch(upkeep)
    scheduler.watch(HistoryDue(desk, backfill))
    return upkeep
