"""When the channel of an incident that is over is archived, and who was told before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.incident.changes import ArchivingPutOff
from bot.incident.ends_errors import NotEnded
from bot.incident.errors import NoChange
from bot.incident.incident import Incident
from bot.incident.lifecycle import Status
from bot.incident.nudge import Nudge
from bot.incident.policy import Policy
from bot.incident.task import Task
from bot.incident.timeline import Fact

NOTICE = timedelta(days=1)
"""So long before, the channel is told."""
SAYING = "ends.archiving"
_CLOSE = timedelta(hours=1)


def archive_at(incident: Incident, policy: Policy) -> datetime | None:
    """None while it is not over, and where channels are not archived."""
    merged = incident.status is Status.MERGED
    after = policy.archive_merged_after if merged else policy.archive_after
    if incident.ended_at is None or after is None:
        return None
    at = incident.ended_at + after
    return max(at, incident.keep_until) if incident.keep_until else at


def notice(incident: Incident, policy: Policy) -> Nudge | None:
    """What is said in the channel before; a merged one was told when it was merged."""
    at = archive_at(incident, policy)
    if at is None or incident.archived or incident.status is Status.MERGED:
        return None
    stamp = str(int(at.timestamp()))
    return Nudge(
        key=f"nudge:archiving:{stamp}",
        what=SAYING,
        at=at - NOTICE,
        parts={"at": stamp},
        through_quiet=True,
    )


def notices(incident: Incident, tasks: Sequence[Task], policy: Policy) -> Iterator[Nudge]:
    if told := notice(incident, policy):
        yield told


def put_off(incident: Incident, policy: Policy, now: datetime) -> Sequence[Fact]:
    """As long again as it is usually kept, from the day that was announced."""
    at = archive_at(incident, policy)
    if at is None or incident.archived or policy.archive_after is None:
        raise NotEnded(incident.reference)
    until = now + NOTICE + policy.archive_after
    if until - at < _CLOSE:
        raise NoChange(incident.reference)
    return [ArchivingPutOff(until=until)]
