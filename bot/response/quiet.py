"""Quiet: for some time nobody is nudged; what is due then is said afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.incident.changes import QuietAsked
from bot.incident.errors import NoChange
from bot.incident.incident import Incident
from bot.incident.timeline import Fact
from bot.response.change import Changed, Request, change
from bot.response.ports import Desk, UnitOfWork

LONGEST = timedelta(hours=24)


async def quiet(desk: Desk, request: Request, span: timedelta | None) -> Changed:
    """At most a day; None ends it. Raises NoChange when there is nothing to end."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        if span is None:
            if incident.quiet_until is None or incident.quiet_until <= now:
                raise NoChange(incident.reference)
            return [QuietAsked(until=None)]
        return [QuietAsked(until=now + min(span, LONGEST))]

    return await change(desk, request, decide)
