"""Times: the moments of an incident, set by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.incident.changes import MomentSet, StatusChanged
from bot.incident.ends import ending
from bot.incident.errors import NoChange
from bot.incident.fields import Fields, refuse_stale
from bot.incident.incident import Incident
from bot.incident.lifecycle import Status
from bot.incident.moments import Moment
from bot.incident.timeline import Fact
from bot.response.change import Changed, Request, change
from bot.response.ports import Desk, UnitOfWork

Given = Mapping[Moment, datetime | None]


async def set_moments(
    desk: Desk, request: Request, given: Given, *, seen: Fields | None = None
) -> Changed:
    """None: it is not known after all. Raises NoChange when all of them are so already.

    `seen`: what the fields were when a form was opened; StaleForm when somebody was faster.
    """

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        if seen is not None:
            refuse_stale(incident, seen, (f"moment.{moment.value}" for moment in given))
        before = {moment: incident.moments.at(moment) for moment in given}
        facts = [
            MomentSet(moment=moment, before=before[moment], after=after)
            for moment, after in given.items()
            if after != before[moment]
        ]
        if not facts and seen is None:
            raise NoChange(incident.reference)
        return facts

    return await change(desk, request, decide)


async def mitigated_now(desk: Desk, request: Request, reason: str = "") -> Changed:
    """The moment follows from the status."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        change: StatusChanged = ending(incident, Status.MONITORING, reason)
        return [change]

    return await change(desk, request, decide)
