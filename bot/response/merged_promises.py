"""What the readers of an incident were promised goes on with it in another one."""

from __future__ import annotations

from datetime import datetime

from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.updates_facts import PromisesTaken
from bot.response.change import record
from bot.response.ports import UnitOfWork


async def carry_promises(
    work: UnitOfWork, one: Incident, into: Incident, by: UserId, now: datetime
) -> None:
    """Whoever was told of the one is told of the other from now on, when they expect it.

    Those who knew of a public one hear nothing of a private one.
    """
    told = one.updates.told.items()
    promises = {key: each.next_at for key, each in told if each.at is not None}
    if promises and not (into.private and not one.private):
        await record(work, into.id, [PromisesTaken(promises=promises)], now, by=by)
