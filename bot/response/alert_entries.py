"""What alerts that an incident took come to: entries on its timeline, and whom it calls no more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from bot.incident.alert_facts import AlertAcknowledged, AlertCleared, AlertFired
from bot.incident.alert_news import News
from bot.incident.escalation_facts import PickedUp
from bot.incident.gathering import gathered
from bot.incident.ids import IncidentId, UserId
from bot.incident.incident import Incident
from bot.incident.kept_alert import KeptAlert
from bot.incident.lifecycle import Status
from bot.incident.on_call import Callee
from bot.incident.policy import Policy
from bot.incident.suggestion import Gathered
from bot.incident.timeline import Fact
from bot.response.change import record
from bot.response.ports import UnitOfWork


async def entered(
    work: UnitOfWork,
    incident: Incident,
    kept: KeptAlert,
    news: Collection[News],
    policy: Policy,
    now: datetime,
) -> bool:
    """Whether the incident says anything of it."""
    one = gathered(kept.id, kept.known, now)
    told = [*_changes(one, news)]
    if News.ACKNOWLEDGED in news:
        told += await acknowledgements(work, [one], policy)
    for fact, at in told:
        await record(work, incident.id, [fact], now, at=min(at, now))
    return bool(told)


def _changes(one: Gathered, news: Collection[News]) -> Iterator[tuple[Fact, datetime]]:
    if News.CLEARED in news and one.ends_at is not None:
        yield AlertCleared(alert=one), one.ends_at
    elif News.OPENED in news:
        yield AlertFired(alert=one), one.starts_at


async def acknowledgements(
    work: UnitOfWork, alerts: Iterable[Gathered], policy: Policy
) -> list[tuple[Fact, datetime]]:
    """What counts as acknowledged, since when, and by whom if they are known here."""
    facts: list[tuple[Fact, datetime]] = []
    for one in alerts:
        if one.acknowledged_at is None or not one.is_firing:
            continue
        user = await person_known(work, one.acknowledged_by or "", policy)
        facts.append((AlertAcknowledged(alert=one, user=user), one.acknowledged_at))
        if user is not None:
            facts.append((PickedUp(user=user, source="alert"), one.acknowledged_at))
    return facts


async def person_known(work: UnitOfWork, told: str, policy: Policy) -> UserId | None:
    """By the team's own list, else by their address as Slack told it lately."""
    email = told if "@" in told else ""
    if user := policy.on_call.known(Callee(name=told, email=email)).user:
        return user
    matches = await work.feeds.matches([email]) if email else {}
    return matches[email].person if email in matches else None


async def incident_now(work: UnitOfWork, id: IncidentId) -> Incident:
    """The one that it goes on in, if it was merged."""
    incident = await work.incidents.get(id)
    seen = {incident.id}
    while incident.status is Status.MERGED and incident.merged_into is not None:
        other = await work.incidents.numbered(incident.merged_into)
        if other is None or other.id in seen:
            break
        incident = await work.incidents.get(other.id)
        seen.add(incident.id)
    return incident
