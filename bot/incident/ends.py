"""The ends of an incident and the ways back: which facts each of them is, or why it cannot be."""

from __future__ import annotations

from collections.abc import Sequence

from bot.incident.changes import PostmortemWaived, StatusChanged
from bot.incident.ends_errors import ReasonNeeded, StillMerged, WaiverNeeded
from bot.incident.errors import NoChange, TransitionRefused
from bot.incident.incident import Incident
from bot.incident.lifecycle import OPEN, Status, may_go
from bot.incident.policy import Policy
from bot.incident.postmortem.state import PostmortemStatus
from bot.incident.timeline import Fact

CANCELLED_BECAUSE = ("false alarm", "duplicate", "planned work", "test", "mistake")
"""As they are stored; people read them in their own language."""


def status_change(incident: Incident, after: Status, reason: str = "") -> StatusChanged:
    """Raises TransitionRefused with those that are open; a merged incident has one way only."""
    if incident.status is Status.MERGED:
        raise StillMerged(incident)
    if not may_go(incident.status, after):
        raise TransitionRefused(incident.reference, incident.status, after)
    if incident.status is Status.CLOSED and not reason:
        raise ReasonNeeded(incident.reference)
    return StatusChanged(before=incident.status, after=after, reason=reason)


def ending(incident: Incident, after: Status, reason: str = "") -> StatusChanged:
    """The same, but what has ended that way already has simply not changed."""
    if incident.status is after:
        raise NoChange(incident.reference)
    return status_change(incident, after, reason)


def reopening(incident: Incident, reason: str) -> StatusChanged:
    if incident.status in OPEN:
        raise NoChange(incident.reference)
    return status_change(incident, Status.INVESTIGATING, reason)


def closing(incident: Incident, policy: Policy, reason: str) -> Sequence[Fact]:
    """Where a post-mortem is due and none is published, it is waived, and somebody says why."""
    change = ending(incident, Status.CLOSED)
    published = incident.postmortem.status is PostmortemStatus.PUBLISHED
    if published or not needs_postmortem(incident, policy):
        return [change.model_copy(update={"reason": reason})]
    if not reason:
        raise WaiverNeeded(incident.reference)
    return [PostmortemWaived(reason=reason), change]


def needs_postmortem(incident: Incident, policy: Policy) -> bool:
    """A severity that configuration no longer has asks for one: nobody said that it does not."""
    level = policy.severities.get(incident.severity)
    return level is None or level.postmortem
