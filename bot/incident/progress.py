"""What counts as progress: something a person changed, told, or put on the timeline."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.incident.incident import Incident
    from bot.incident.timeline import TimelineEntry

PROGRESS = frozenset(
    {
        "status_changed",
        "severity_changed",
        "title_changed",
        "impact_changed",
        "service_changed",
        "moment_set",
        "role_taken",
        "handover_ended",
        "way_chosen",
        "task_ended",
        "took_in",
        "update_sent",
    }
)
"""The facts that are; key entries are the other half, and chapters add theirs here."""


def is_progress(entry: TimelineEntry) -> bool:
    """What the bot does by itself is none."""
    return entry.by is not None and entry.fact.kind in PROGRESS


def last_progress(incident: Incident, last_entry_at: datetime | None) -> datetime | None:
    """`last_entry_at`: when the newest key entry was made."""
    found = [at for at in (incident.pressure.progress_at, last_entry_at) if at is not None]
    return max(found, default=None)
