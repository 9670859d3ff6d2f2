"""Catch-up: whoever comes into the room is told in private how things stand, once an hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.response.ports import UnitOfWork
from bot.response.sayings import PREFIX, promise

SETTLING = timedelta(minutes=1)
"""Whoever comes in so soon was there when it was declared, or was called at once."""
ONCE_IN = timedelta(hours=1)
WHAT = "catchup"


async def promise_catchup(work: UnitOfWork, incident: Incident, user: UserId, at: datetime) -> bool:
    """`at`: when they came in, as Slack says: hearing of it twice changes nothing."""
    if not incident.is_open or user == incident.declared_by:
        return False
    if not await _long_enough(work, incident, at) or await _told(work, incident, user, at):
        return False
    await promise(work, incident.id, WHAT, to=user, came_at=at.isoformat())
    return True


async def _long_enough(work: UnitOfWork, incident: Incident, at: datetime) -> bool:
    opened = await work.timeline.latest(incident.id, {"channel_opened"}, 1)
    return bool(opened) and at - opened[0].recorded_at >= SETTLING


async def _told(work: UnitOfWork, incident: Incident, user: UserId, at: datetime) -> bool:
    told = (e.detail for e in await work.effects.of(incident.id) if e.key.startswith(_KEY))
    came = (datetime.fromisoformat(d["came_at"]) for d in told if d["to"] == user)
    return any(abs(at - before) < ONCE_IN for before in came)


_KEY = f"{PREFIX}{WHAT}:"
