"""What each fact does to the state of its incident: the state is what its facts add up to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.incident import changes as c
from bot.incident.alert_facts import alerted
from bot.incident.evolve_people import of_the_scribe, people
from bot.incident.evolve_room import room
from bot.incident.incident import Incident, Tick
from bot.incident.lifecycle import Status, is_reopening
from bot.incident.moments import Moment, Moments
from bot.incident.postmortem.evolve import postmortem_after
from bot.incident.pressure import pressure_after, taken_up
from bot.incident.repeats import repeats_after
from bot.incident.timeline import Declared, LikenessNoted, TimelineEntry
from bot.incident.updates_evolve import updates_after

_OVER = frozenset({Status.CLOSED, Status.CANCELLED, Status.MERGED})


def evolve(incident: Incident, entry: TimelineEntry) -> Incident:
    """The state after this fact; facts that change nothing of it leave it as it is. Pure."""
    update = of_the_scribe(incident, entry) | (
        people(incident, entry)
        or _edited(incident, entry)
        or _beside(incident, entry)
        or room(incident, entry)
        or _ends(incident, entry)
        or _kept(incident, entry)
        or _decisions(incident, entry)
        or taken_up(incident, entry)
        or alerted(incident, entry)
    )
    updates = updates_after(incident, entry)
    if updates is not incident.updates:
        update = {**update, "updates": updates}
    repeats = repeats_after(incident, entry)
    if repeats is not incident.repeats:
        update = {**update, "repeats": repeats}
    postmortem = postmortem_after(incident, entry)
    if postmortem is not incident.postmortem:
        update = {**update, "postmortem": postmortem}
    pressure = pressure_after(incident, entry)
    if pressure is not incident.pressure:
        update = {"pressure": pressure, **update}
    return incident.model_copy(update=update) if update else incident


def replay(incident: Incident, entries: Iterable[TimelineEntry]) -> Incident:
    for entry in entries:
        incident = evolve(incident, entry)
    return incident


def _edited(incident: Incident, entry: TimelineEntry) -> dict[str, Any]:
    match entry.fact:
        case c.StatusChanged() as fact:
            return _status(incident, fact, entry.occurred_at) | _given(entry)
        case c.SeverityChanged(after=after):
            return {"severity": after, "severity_assumed": False}
        case c.TitleChanged(after=after):
            return {"title": after}
        case c.ImpactChanged(after=after):
            return {"impact": after}
        case c.MomentSet(moment=moment, after=when):
            return {"moments": incident.moments.set_by_hand(moment, when)}
        case c.ItemTicked() as fact:
            return {"ticks": _ticks(incident, fact, entry)}
    return {}


def _beside(incident: Incident, entry: TimelineEntry) -> dict[str, Any]:
    match entry.fact:
        case Declared() as fact:
            return _begun(fact, entry.occurred_at)
        case c.ServiceChanged(after=service):
            return {"service": service}
        case LikenessNoted(other=other):
            return {"alike": _with(incident.alike, other)}
    return {}


def _ends(incident: Incident, entry: TimelineEntry) -> dict[str, Any]:
    match entry.fact:
        case c.MergedInto(number=number, hidden=hidden):
            return {"merged_into": number, "merged_hidden": hidden}
        case c.TookIn() as fact:
            return {"moments": _earliest(incident.moments, fact)}
        case c.Unmerged(number=number) if incident.merged_into == number:
            return {"merged_into": None, "merged_hidden": False}
        case c.ReasonGiven(about="status", reason=reason):
            return {"ended_because": reason}
        case c.PostmortemWaived(reason=reason):
            return {"ended_because": reason}
        case c.ResolutionNoted(done=done, lasting=lasting):
            return {"resolution": done, "lasting": lasting}
    return {}


def _kept(incident: Incident, entry: TimelineEntry) -> dict[str, Any]:
    match entry.fact:
        case c.RelatedLinked(number=number):
            return {"related": _with(incident.related, number)}
        case c.RelatedUnlinked(number=number):
            return {"related": tuple(n for n in incident.related if n != number)}
        case c.ArchivingPutOff(until=until):
            return {"keep_until": until}
        case c.QuietAsked(until=until):
            return {"quiet_until": until}
    return {}


def _decisions(incident: Incident, entry: TimelineEntry) -> dict[str, Any]:
    match entry.fact:
        case c.WayAsked():
            return {"way_asked_at": entry.occurred_at}
        case c.WayChosen() as fact:
            return _chosen(incident, fact, entry)
    return {}


def _begun(fact: Declared, at: datetime) -> dict[str, Any]:
    """Detected when it was declared, until an alert says that it was earlier."""
    return {
        "title": fact.title,
        "declared_title": fact.title,
        "severity": fact.severity,
        "severity_assumed": fact.severity_assumed,
        "impact": fact.impact,
        "private": fact.private,
        "service": fact.service,
        "drill": fact.drill,
        "moments": Moments(declared=at, detected=at),
        "no_ic_since": at,
    }


def _given(entry: TimelineEntry) -> dict[str, Any]:
    return {"status_by": entry.by, "status_at": entry.occurred_at}


def _status(incident: Incident, fact: c.StatusChanged, at: datetime) -> dict[str, Any]:
    moments, no_ic_since = incident.moments, incident.no_ic_since
    if is_reopening(fact.before, fact.after):
        moments = moments.forgetting(Moment.RESOLVED, Moment.CLOSED)
        no_ic_since = no_ic_since if incident.commander else at
    if fact.after is Status.MONITORING and moments.mitigated is None:
        moments = moments.noting(Moment.MITIGATED, at)
    if fact.after is Status.RESOLVED:
        moments = moments.noting(Moment.RESOLVED, at)
    if fact.after is Status.CLOSED:
        moments = moments.noting(Moment.CLOSED, at)
    return {
        "status": fact.after,
        "moments": moments,
        "no_ic_since": no_ic_since,
        "ended_because": fact.reason or _waived(incident, fact),
        "ended_at": at if fact.after in _OVER else None,
        "keep_until": incident.keep_until if fact.after in _OVER else None,
        "before_merge": fact.before if fact.after is Status.MERGED else None,
    }


def _waived(incident: Incident, fact: c.StatusChanged) -> str:
    """Why there is no post-mortem is said just before it closes; no other reason lasts longer."""
    return incident.ended_because if fact.after is Status.CLOSED else ""


def _ticks(incident: Incident, fact: c.ItemTicked, entry: TimelineEntry) -> dict[str, Tick]:
    others = {item: tick for item, tick in incident.ticks.items() if item != fact.item}
    if not fact.ticked or entry.by is None:
        return others
    return {**others, fact.item: Tick(by=entry.by, at=entry.occurred_at)}


def _chosen(incident: Incident, fact: c.WayChosen, entry: TimelineEntry) -> dict[str, Any]:
    """A wait that was over had put the question again: this is its answer."""
    at, waited = entry.occurred_at, incident.way_until
    asked = waited if waited is not None and waited <= at else incident.way_asked_at
    return {
        "way": fact.way,
        "way_note": fact.note,
        "way_at": at,
        "way_by": entry.by,
        "way_struck": fact.struck,
        "way_until": fact.until,
        "way_asked_at": asked,
    }


def _earliest(moments: Moments, fact: c.TookIn) -> Moments:
    for moment, theirs in ((Moment.STARTED, fact.started), (Moment.DETECTED, fact.detected)):
        ours = moments.at(moment)
        if theirs is not None and (ours is None or theirs < ours):
            moments = moments.model_copy(update={moment.value: theirs})
    return moments


def _with(numbers: tuple[int, ...], number: int) -> tuple[int, ...]:
    return numbers if number in numbers else (*numbers, number)
