"""When an incident's alerts have been clear for long enough to speak of its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from bot.incident.incident import Incident
from bot.incident.nudge import Nudge
from bot.incident.policy import Policy
from bot.incident.task import Task

CLEAR_FOR = timedelta(minutes=15)
"""So long all of them have been clear before it is suggested (product rule)."""
SAYING = "alerts.clear"


def all_clear(incident: Incident, tasks: Sequence[Task], policy: Policy) -> Iterator[Nudge]:
    """Once for each time that the last of them ended; people decide, nothing happens by itself."""
    since = incident.alerts.clear_since
    if since is None or not incident.is_open:
        return
    stamp = str(int(since.timestamp()))
    at = max(since + CLEAR_FOR, incident.declared_at)
    yield Nudge(key=f"nudge:alerts:{stamp}", what=SAYING, at=at, parts={"since": stamp})
