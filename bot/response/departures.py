"""Somebody left the channel and still holds a role: whoever has to know hears it, privately."""

from __future__ import annotations

from datetime import datetime

from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.roles import Role
from bot.response.change import record
from bot.response.ports import UnitOfWork
from bot.response.sayings import promise

LEFT, COMMANDER_LEFT = "holder_left", "commander_left"


async def holder_left(work: UnitOfWork, incident: Incident, user: UserId, now: datetime) -> bool:
    """The commander hears of others. Of the commander the deputy hears, else the channel.

    The role stays where it is: nothing moves by silence. False when nobody is told.
    """
    held = [role for role, holding in incident.roles.items() if holding.user == user]
    to = _hearer(incident, user)
    if not held or not incident.is_open or (to is None and Role.IC not in held):
        return False
    parts = {"user": str(user), "roles": " ".join(held)}
    if to is None:
        since = str(int(incident.roles[Role.IC].since.timestamp()))
        await promise(work, incident.id, COMMANDER_LEFT, **parts, since=since)
    else:
        await promise(work, incident.id, LEFT, to=to, **parts)
    await record(work, incident.id, [], now)
    return True


def _hearer(incident: Incident, left: UserId) -> UserId | None:
    candidates = (incident.commander, incident.holder(Role.DEPUTY))
    return next((user for user in candidates if user is not None and user != left), None)
