"""When each audience is due an update: from the last one, by its severity's rhythm, or as stated.

A clock starts anew with an update, a change of status or severity, and a stated time; it goes
slower while the incident is only watched, stops when it is over, and runs again when it reopens.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.incident.audience import Audience, AudienceKind
from bot.incident.incident import Incident
from bot.incident.lifecycle import OPEN, Status
from bot.incident.policy import Policy
from bot.incident.reach import audience_of, audiences_of, hears_at_once, was_told
from bot.incident.rhythm import Rhythm
from bot.incident.updates import Told

TOGETHER = timedelta(minutes=10)
"""What is due within so long of one another is due together (product rule)."""
SECOND_THOUGHTS = timedelta(minutes=2)
"""So long after a cancel or merge its reason may still be chosen, or it may be taken back."""
_CALLED_OFF = frozenset({Status.CANCELLED, Status.MERGED})
_NEVER = Rhythm(at_resolve=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """An update that one audience is or will be due."""

    audience: Audience
    at: datetime
    since: datetime
    """Since when that has been so."""
    every: timedelta | None = None
    """What comes after it, if this one is not answered."""
    briefing: bool = False
    """A crisis has gone on for so long that those at the top are to be briefed."""
    by_itself: bool = False
    """It goes out at that time without anybody's doing."""
    waiting: bool = False
    """It is written, and waits for approval."""


@dataclass(frozen=True, slots=True)
class _Time:
    at: datetime
    since: datetime


def dues(incident: Incident, policy: Policy) -> list[Due]:
    """Of each audience the next one, the earliest first. Pure; who asks compares with the clock."""
    found = (_due(incident, audience, policy) for audience in audiences_of(incident, policy))
    return sorted((due for due in found if due), key=lambda due: due.at)


def rhythm_of(incident: Incident, audience: str, policy: Policy) -> Rhythm:
    """An audience of the team's own has the rhythm of the one that is its model."""
    level, found = policy.severities.get(incident.severity), policy.audience(audience)
    if level is None or found is None:
        return _NEVER
    return level.updates.get(audience) or level.updates.get(found.kind.value) or _NEVER


def pace(incident: Incident, audience: str, policy: Policy) -> timedelta | None:
    """How often it hears now; an audience that hears before another one keeps that one's pace."""
    rhythm = rhythm_of(incident, audience, policy)
    if rhythm.before and rhythm.before != audience:
        return pace(incident, rhythm.before, policy)
    watched = incident.status is Status.MONITORING
    usual = rhythm.monitoring if watched else rhythm.every
    chosen = incident.updates.of(audience).every
    return max(usual, chosen) if usual and chosen else usual


def next_after(incident: Incident, audience: str, policy: Policy, now: datetime) -> datetime | None:
    """When the next one is due if one goes out now: on a whole minute, as people are told it."""
    every = pace(incident, audience, policy) if incident.is_open else None
    return minute(now + every) if every else None


def minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _due(incident: Incident, audience: Audience, policy: Policy) -> Due | None:
    told = incident.updates.of(audience.key)
    if incident.is_open:
        time = _running(incident, audience, policy)
    else:
        time = _ended(incident, audience, policy)
    briefing = _briefing(incident, audience, policy)
    if briefing and (time is None or briefing <= time.at):
        time = _Time(briefing, incident.declared_at)
    if time is None:
        return None
    return Due(
        audience=audience,
        at=time.at,
        since=time.since,
        every=pace(incident, audience.key, policy) if incident.is_open else None,
        briefing=time.at == briefing,
        by_itself=_by_itself(incident, audience),
        waiting=told.waiting is not None,
    )


def _by_itself(incident: Incident, audience: Audience) -> bool:
    """While it runs, where the team wants that; that it was called off, unless that is approved."""
    if incident.is_open:
        return audience.auto
    return incident.status in _CALLED_OFF and not audience.approval


def _running(incident: Incident, audience: Audience, policy: Policy) -> _Time | None:
    rhythm = rhythm_of(incident, audience.key, policy)
    if rhythm.before:
        return _before(incident, audience, rhythm.before, policy)
    told = incident.updates.of(audience.key)
    if told.set_at is None or (told.settled_at is None and told.next_at is None):
        return _first(incident, audience, rhythm, policy)
    return (
        _news(incident, told, told.set_at, rhythm)
        or _restarted(incident, audience, told, told.set_at, policy)
        or _set(incident, audience, told, told.set_at, policy)
    )


def _first(incident: Incident, audience: Audience, rhythm: Rhythm, policy: Policy) -> _Time | None:
    """Nobody has told it anything yet, unless the announcement did."""
    updates, every = incident.updates, pace(incident, audience.key, policy)
    raised = updates.severity_at or incident.declared_at
    if rhythm.at_once and not hears_at_once(incident, audience, policy):
        return _Time(raised, raised)
    if rhythm.on_severity and updates.severity_at:
        return _Time(raised, raised)
    since = updates.restarted_at or incident.declared_at
    return _Time(minute(since + every), since) if every else None


def _news(incident: Incident, told: Told, set_at: datetime, rhythm: Rhythm) -> _Time | None:
    """What whoever was told before hears at once: it is back, or how bad it is has changed."""
    back, worse = incident.updates.reopened_at, incident.updates.severity_at
    if back and told.at and back > set_at:
        return _Time(back, back)
    if rhythm.on_severity and worse and worse > set_at:
        return _Time(worse, worse)
    return None


def _restarted(
    incident: Incident, audience: Audience, told: Told, set_at: datetime, policy: Policy
) -> _Time | None:
    """A first update that was put off stays where it was put."""
    since, every = incident.updates.restarted_at, pace(incident, audience.key, policy)
    if since is None or every is None or since <= set_at or told.settled_at is None:
        return None
    return _Time(minute(since + every), since)


def _set(
    incident: Incident, audience: Audience, told: Told, set_at: datetime, policy: Policy
) -> _Time | None:
    """As stated, or the usual time. A promise holds also at a severity that makes none."""
    if told.next_at:
        return _Time(told.next_at, set_at)
    every = pace(incident, audience.key, policy)
    return _Time(minute(set_at + every), set_at) if every else None


def _before(incident: Incident, audience: Audience, other: str, policy: Policy) -> _Time | None:
    """Due with the other audience, once for each time."""
    leader = audience_of(incident, policy, other)
    if leader is None or rhythm_of(incident, other, policy).before:
        return None
    time, settled = _running(incident, leader, policy), incident.updates.of(audience.key).settled_at
    if time is None or (settled and settled >= max(time.at - TOGETHER, time.since)):
        return None
    return time


def _ended(incident: Incident, audience: Audience, policy: Policy) -> _Time | None:
    """Whoever was told something hears how it ended; others only of a resolution, by rhythm."""
    told, over = incident.updates.of(audience.key), incident.updates.over_at
    if over is None or _knows_the_end(told, over):
        return None
    called_off = incident.status in _CALLED_OFF
    by_rhythm = rhythm_of(incident, audience.key, policy).at_resolve and not called_off
    if not by_rhythm and not was_told(incident, audience, policy):
        return None
    if told.set_at and told.set_at > over and told.next_at:
        return _Time(told.next_at, told.set_at)
    return _Time(over + SECOND_THOUGHTS if called_off else over, over)


def _knows_the_end(told: Told, over: datetime) -> bool:
    """An update and the end may fall into one moment: then it matters what the update said."""
    if told.settled_at is None or told.settled_at < over:
        return False
    return told.settled_at > over or (told.status is not None and told.status not in OPEN)


def _briefing(incident: Incident, audience: Audience, policy: Policy) -> datetime | None:
    """When the executives are briefed on a crisis that nobody could mitigate, until they were."""
    level, told = policy.severities.get(incident.severity), incident.updates.of(audience.key)
    after = level.briefing_after if level else None
    if audience.kind is not AudienceKind.EXECUTIVES or after is None:
        return None
    at = max(incident.declared_at + after, incident.updates.severity_at or incident.declared_at)
    begun = told.set_at is not None and told.set_at >= at - TOGETHER
    if not incident.is_open or incident.moments.mitigated or begun:
        return None
    return at
