"""Incidents that are due are called once for each time, however often one looks meanwhile."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.app.due import SWEEP, IncidentsDue
from bot.incident.ids import IncidentId
from bot.sandbox.hand_clock import HandClock
from bot.storage.ledger import Database
from tests.databases import fresh_url
from tests.storage.values import NOW, incident, minutes

SECOND = timedelta(seconds=1)


class Called:
    """Whom it has called, in that order."""

    def __init__(self) -> None:
        self.incidents: list[IncidentId] = []

    def wake(self, incident: IncidentId) -> None:
        self.incidents.append(incident)

    def rescan(self) -> None:
        """Nobody waits for that here."""


async def test_one_that_waits_for_its_turn_holds_up_no_call_after_it(tmp_path: Path) -> None:
    database, clock = await Database.open(await fresh_url("sqlite", tmp_path)), HandClock()
    source = IncidentsDue(database, clock, Called(), list[float]().append)
    async with database.work() as work:
        await work.incidents.add(incident(1, wake_at=NOW))
        await work.incidents.add(incident(2, wake_at=NOW + 3 * SECOND))
    await clock.step(NOW)
    assert await source.next_due() == NOW, "at the start"

    await source.run_due(NOW)
    await clock.step(NOW + SECOND)
    assert await source.next_due() == NOW + 3 * SECOND
    await clock.step(NOW + 3 * SECOND)
    assert await source.next_due() == NOW + 3 * SECOND, "also if it was called before its time"
    await source.run_due(NOW + 3 * SECOND)
    assert await source.next_due() == NOW + 3 * SECOND + SWEEP
    await database.close()


async def test_whoever_waits_for_its_turn_is_not_called_again_and_again(tmp_path: Path) -> None:
    database = await Database.open(await fresh_url("sqlite", tmp_path))
    called, late = Called(), list[float]()
    source = IncidentsDue(database, HandClock(), called, late.append)
    first, second = incident(1, wake_at=NOW), incident(2, wake_at=minutes(1))
    async with database.work() as work:
        await work.incidents.add(first)
        await work.incidents.add(second)

    for at in (NOW + SECOND, NOW + 2 * SECOND, minutes(1)):
        await source.run_due(at)
    assert called.incidents == [first.id, first.id, second.id], "again after half a minute"
    async with database.work() as work:
        await work.incidents.sleep_until(first, minutes(1) + SECOND)
    await source.run_due(minutes(1) + SECOND)

    assert called.incidents == [first.id, first.id, second.id, first.id], "for another time"
    assert late == [1.0, 0.0, 0.0]
    assert timedelta(minutes=1) > SWEEP
    await database.close()
