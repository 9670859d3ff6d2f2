"""Which suggestion an alert belongs to: repeats, what goes together, and a storm become one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.incident.alert import Alert
from bot.incident.known_alert import KnownAlert
from bot.incident.suggestion import Gathered, Suggestion, SuggestionState
from bot.incident.text import folded

WINDOW = timedelta(minutes=10)
"""So long after the last one more alerts of the same service or label set join."""
STORM, STORM_WITHIN = 5, timedelta(minutes=10)
"""More suggestions than this within that time become one (product rule)."""
KEPT = 500
"""So many alerts of one suggestion are kept one by one; the others are counted."""
FORGOTTEN_AFTER = timedelta(hours=24)
"""What was decided longer ago says nothing about an alert that still fires."""
_OF_ONE_MACHINE = frozenset(
    {"instance", "pod", "host", "hostname", "node", "container", "replica", "ip", "device"}
)
"""Labels that tell one of many apart, and not what is wrong."""


def gathered(id: str, known: KnownAlert, now: datetime) -> Gathered:
    alert = known.alert
    return Gathered(
        id=id,
        dedup_key=alert.dedup_key,
        source=alert.source,
        title=alert.title,
        severity=alert.severity,
        severity_told=alert.severity_told,
        service=alert.service,
        group=group_of(alert),
        link=alert.link,
        runbook=alert.runbook,
        dashboard=alert.dashboard,
        starts_at=alert.starts_at or known.first_heard_at,
        ends_at=None if alert.is_firing else alert.ends_at or known.heard_at,
        opens=known.opens,
        acknowledged_at=alert.acknowledged_at,
        acknowledged_by=alert.acknowledged_by,
        fired=known.fired,
        flapping=known.is_flapping(now),
    )


def group_of(alert: Alert) -> str | None:
    """The same for alerts that are probably about the same; None: it stands alone."""
    if alert.service:
        return f"service {folded(alert.service)}"
    shared = {k: v for k, v in alert.labels.items() if folded(k) not in _OF_ONE_MACHINE}
    return f"labels {sorted(shared.items())}" if shared else None


def holding(suggestions: Iterable[Suggestion], id: str) -> Suggestion | None:
    """Of those that hold this alert the newest one that still says something about it."""
    found = [one for one in suggestions if any(each.id == id for each in one.gathered)]
    found = [one for one in found if one.state is not SuggestionState.JOINED]
    return max(found, key=lambda one: (one.is_waiting, one.opened_at), default=None)


def silences(suggestion: Suggestion, id: str, known: KnownAlert) -> bool:
    """Whether this was decided about that alert as it fires now: repeats ask nothing again."""
    if suggestion.state is not SuggestionState.DISMISSED:
        return False
    before = next(one for one in suggestion.gathered if one.id == id)
    began = next((mark.at for mark in known.episode), known.heard_at)
    decided = suggestion.decided_at or suggestion.opened_at
    return before.is_firing and began <= decided


def joins(
    suggestions: Iterable[Suggestion], group: str | None, place: str, now: datetime
) -> Suggestion | None:
    """The one that an alert of this group joins."""
    open_here = [one for one in suggestions if one.is_waiting and one.place == place]
    recent = [one for one in open_here if now - (one.grew_at or one.opened_at) <= WINDOW]
    same = (one for one in recent if one.storm or (group is not None and one.group == group))
    return max(same, key=lambda one: (not one.storm, one.opened_at), default=None)


def storming(suggestions: Iterable[Suggestion], now: datetime) -> Sequence[Suggestion] | None:
    """Those that wait and become one with the next; None: there are not too many yet."""
    recent = [one for one in suggestions if _asks(one) and now - one.opened_at <= STORM_WITHIN]
    if len(recent) < STORM:
        return None
    return sorted((one for one in recent if one.is_waiting), key=lambda one: one.opened_at)


def with_alert(suggestion: Suggestion, one: Gathered, now: datetime) -> Suggestion:
    """As it is now known; new to it, it joins."""
    ids = [each.id for each in suggestion.gathered]
    if one.id in ids:
        at = ids.index(one.id)
        held = (*suggestion.gathered[:at], one, *suggestion.gathered[at + 1 :])
        return suggestion.model_copy(update={"gathered": held})
    if len(ids) >= KEPT:
        return suggestion.model_copy(update={"more": suggestion.more + 1, "grew_at": now})
    held = (*suggestion.gathered, one)
    return suggestion.model_copy(update={"gathered": held, "grew_at": now})


def together(first: Suggestion, others: Iterable[Suggestion], now: datetime) -> Suggestion:
    """All that the others hold in the first, which is the most urgent of them from then on."""
    for other in others:
        for one in other.gathered:
            first = with_alert(first, one, now)
        waits = (first.patience_seconds, other.patience_seconds)
        first = first.model_copy(
            update={
                "more": first.more + other.more,
                "patience_seconds": min((one for one in waits if one is not None), default=None),
                "critical": first.critical or other.critical,
            }
        )
    return first


def _asks(suggestion: Suggestion) -> bool:
    """Whether it came from an alert by itself: people who ask are no storm."""
    return bool(suggestion.gathered) and not suggestion.calls
