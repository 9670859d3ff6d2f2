"""What facts do to the part of the state that stakeholder updates need."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.incident import changes as c
from bot.incident import updates_facts as u
from bot.incident.lifecycle import OPEN, Status
from bot.incident.updates import Choice, Updates, Waiting

if TYPE_CHECKING:
    from bot.incident.incident import Incident
    from bot.incident.timeline import TimelineEntry


def updates_after(incident: Incident, entry: TimelineEntry) -> Updates:
    """`incident` as it was before this fact. Pure."""
    now, at = incident.updates, entry.occurred_at
    match entry.fact:
        case c.StatusChanged(before=before, after=after):
            return _with_status(now, before, after, at)
        case c.SeverityChanged():
            paces = {key: {"every": None} for key in now.told}
            return _with(now, paces, restarted_at=at, severity_at=at)
        case c.ImpactChanged():
            return now.model_copy(update={"impact_at": at})
        case _:
            return _told(incident, entry)


def _with_status(now: Updates, before: Status, after: Status, at: datetime) -> Updates:
    """What waits for approval speaks of an incident that runs, and is void at its end."""
    if after in OPEN:
        reopened = now.reopened_at if before in OPEN else at
        return now.model_copy(update={"restarted_at": at, "reopened_at": reopened, "over_at": None})
    void = {key: {"waiting": None} for key in now.told}
    return _with(now, void, over_at=now.over_at if after is Status.CLOSED else at)


def _told(incident: Incident, entry: TimelineEntry) -> Updates:
    now, at = incident.updates, entry.occurred_at
    match entry.fact:
        case u.UpdateSent() as fact:
            return _with(
                now, {telling.audience: _sent(incident, fact, telling, at) for telling in fact.to}
            )
        case u.UpdateSkipped(to=to):
            return _with(now, {one.audience: {**_clock(one, at), "settled_at": at} for one in to})
        case u.UpdatePostponed(to=to):
            return _with(now, {one.audience: _clock(one, at) for one in to})
        case u.PromisesTaken(promises=promises):
            return _with(now, _taken(now, promises, at))
        case _:
            return _decided(incident, entry)


def _decided(incident: Incident, entry: TimelineEntry) -> Updates:
    now = incident.updates
    match entry.fact:
        case u.ApprovalAsked() as fact:
            waiting = Waiting(
                by=entry.by, at=entry.occurred_at, **fact.model_dump(exclude={"kind", "audiences"})
            )
            return _with(now, {key: {"waiting": waiting} for key in fact.audiences})
        case u.ApprovalRefused(id=id):
            asked = [
                key for key, told in now.told.items() if told.waiting and told.waiting.id == id
            ]
            return _with(now, {key: {"waiting": None} for key in asked})
        case u.AudienceChosen(audience=audience, told=told, reason=why):
            choice = Choice(
                told=told, by=entry.by, at=entry.occurred_at, why=why, private=incident.private
            )
            return _with(now, {audience: {"choice": choice}})
    return now


def _sent(
    incident: Incident, fact: u.UpdateSent, telling: u.Telling, at: datetime
) -> dict[str, Any]:
    slower = {"every": telling.every} if telling.every else {}
    return {
        **_clock(telling, at),
        **slower,
        "at": at,
        "settled_at": at,
        "promised_at": telling.next_at,
        "status": incident.status,
        "severity": incident.severity,
        "letter": fact.letter.after(incident.updates.of(telling.audience).letter),
        "waiting": None,
    }


def _clock(telling: u.Telling, at: datetime) -> dict[str, Any]:
    return {"set_at": at, "next_at": telling.next_at}


def _taken(
    now: Updates, promises: Mapping[str, datetime | None], at: datetime
) -> dict[str, dict[str, Any]]:
    """They know of it by now. The earlier of two promises to the same readers counts."""
    found: dict[str, dict[str, Any]] = {}
    for key, promised in promises.items():
        ours = now.of(key)
        times = [time for time in (ours.promised_at, promised) if time]
        clock = {"set_at": at, "next_at": min(times), "promised_at": min(times)} if times else {}
        found[key] = {"at": ours.at or at, **clock}
    return found


def _with(now: Updates, changes: Mapping[str, Mapping[str, Any]], **more: Any) -> Updates:
    told = {key: now.of(key).model_copy(update=dict(change)) for key, change in changes.items()}
    return now.model_copy(update={"told": {**now.told, **told}, **more})
