"""Join: somebody presses *Join* on an announcement and is let into the room."""

from __future__ import annotations

import uuid
from datetime import datetime

from bot.incident.effect import Effect, EffectId, EffectState
from bot.incident.errors import NoSuchIncident
from bot.incident.ids import IncidentId, UserId
from bot.incident.incident import Incident
from bot.incident.timeline import JoinAsked
from bot.response.change import record
from bot.response.permission import require_member
from bot.response.ports import Desk, UnitOfWork

PREFIX = "join:"


async def join(desk: Desk, id: IncidentId, user: UserId) -> tuple[Incident, bool]:
    """Let somebody in; False when they are in already. A private incident is not there."""
    await require_member(desk, user)
    now = desk.clock.now()
    async with desk.ledger.work() as work:
        incident = await work.incidents.get(id)
        if incident.private:
            raise NoSuchIncident(incident.reference)
        if user in await work.members.of(id):
            return incident, False
        incident = await ask_to_join(work, id, user, now)
    desk.waker.wake(id)
    return incident, True


async def ask_to_join(work: UnitOfWork, id: IncidentId, user: UserId, now: datetime) -> Incident:
    """Promise the invitation; asking again while it is under way changes nothing."""
    if not await _invite(work, id, user):
        return await work.incidents.get(id)
    return await record(work, id, [JoinAsked(user=user)], now, by=user)


async def let_in(work: UnitOfWork, incident: Incident, user: UserId) -> None:
    """Invite somebody who has to be there, and is not."""
    expected = incident.channel is None and user == incident.declared_by
    if not expected and user not in await work.members.of(incident.id):
        await _invite(work, incident.id, user)


async def _invite(work: UnitOfWork, id: IncidentId, user: UserId) -> bool:
    """False when that is under way already."""
    key = f"{PREFIX}{user}"
    before = next((e for e in await work.effects.of(id) if e.key == key), None)
    if before is not None and before.state in (EffectState.PENDING, EffectState.TRYING):
        return False
    fresh = Effect(id=EffectId(uuid.uuid4().hex), incident=id, key=key, wanted="")
    change = {"state": EffectState.PENDING, "done": None, "attempts": 0, "next_attempt_at": None}
    await work.effects.put(before.model_copy(update=change) if before else fresh)
    return True
