"""Subscribe: hear of an incident or a severity by direct message, without being in its channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.severity import Severity
from bot.incident.subscription import Subscription, of_severity
from bot.incident.updates_errors import NotSubscribed, SubscribedAlready
from bot.response.permission import require_in_sight, require_member, require_welcome
from bot.response.ports import Desk, UnitOfWork


@dataclass(frozen=True, slots=True)
class Mine:
    """What somebody follows, by what it is called."""

    references: Sequence[str]
    severities: Sequence[str]


async def follow(desk: Desk, by: UserId, incident: Incident, *, on: bool) -> None:
    """Raises SubscribedAlready or NotSubscribed."""
    await require_welcome(desk, by, incident.id)
    async with desk.ledger.work() as work:
        await require_in_sight(work, incident, by)
        await _set(work, by, incident.id, desk.clock.now(), incident.reference, on=on)
    desk.waker.wake(incident.id)


async def follow_severity(desk: Desk, by: UserId, severity: Severity, *, on: bool) -> None:
    """Those to come are announced to them. Raises SubscribedAlready or NotSubscribed."""
    await require_member(desk, by)
    async with desk.ledger.work() as work:
        topic = of_severity(severity.key)
        await _set(work, by, topic, desk.clock.now(), severity.key, on=on)


async def mine(desk: Desk, by: UserId) -> Mine:
    """Incidents that are still open, the oldest first, and severities."""
    async with desk.ledger.look() as work:
        every = await work.subscriptions.by(by)
        topics = {each.topic for each in every}
        open_ = [one for one in await work.incidents.still_open() if one.id in topics]
    severities = [each.severity for each in every if each.severity is not None]
    return Mine([one.reference for one in reversed(open_)], severities)


async def carry_followers(work: UnitOfWork, one: Incident, into: Incident) -> None:
    """Whether they may see the other one is looked at each time they are told something."""
    for each in await work.subscriptions.of(one):
        if each.incident is not None:
            await work.subscriptions.put(each.model_copy(update={"topic": into.id}))


async def _set(
    work: UnitOfWork, by: UserId, topic: str, now: datetime, what: str, *, on: bool
) -> None:
    known = any(each.topic == topic for each in await work.subscriptions.by(by))
    if on and known:
        raise SubscribedAlready(what)
    if not on and not known:
        raise NotSubscribed(what)
    if on:
        await work.subscriptions.put(Subscription(person=by, topic=topic, since=now))
    else:
        await work.subscriptions.remove(by, topic)
