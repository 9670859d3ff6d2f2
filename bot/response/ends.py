"""The ends and the ways back: resolve, cancel, close, reopen, and keeping the channel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from bot.incident.archiving import put_off
from bot.incident.changes import MomentSet, ReasonGiven, ResolutionNoted
from bot.incident.ends import closing, ending, reopening
from bot.incident.fields import Fields, refuse_stale
from bot.incident.incident import Incident
from bot.incident.lifecycle import Status
from bot.incident.moments import Moment
from bot.incident.text import shortened
from bot.incident.timeline import Fact
from bot.response.change import Changed, Request, change
from bot.response.edit import REASON_LIMIT
from bot.response.ports import Desk, UnitOfWork
from bot.response.postmortem_review import rest_later
from bot.response.repeats import looked_back_again

TEXT_LIMIT = 1000
"""What was done, and what stays behind: so many characters each."""
_JUST_NOW = timedelta(minutes=1)

Times = Mapping[Moment, datetime]


async def resolve(
    desk: Desk,
    request: Request,
    done: str,
    *,
    lasting: str = "",
    times: Times | None = None,
    seen: Fields | None = None,
    later: bool | None = None,
) -> Changed:
    """`done`: the final message. `times`: when it was resolved and mitigated, if not just now.
    `later`: whether what it leaves to do waits for the morning; None: as the team has it.
    """

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        if seen is not None:
            refuse_stale(incident, seen, ("resolution", "lasting"))
        note = ResolutionNoted(
            done=shortened(done, TEXT_LIMIT), lasting=shortened(lasting, TEXT_LIMIT)
        )
        change = ending(incident, Status.RESOLVED)
        again = await looked_back_again(work, desk.policy(), incident)
        rest = await rest_later(desk, request.by, now, later)
        return [change, note, *_moments(incident, times or {}, now), *again, *rest]

    return await change(desk, request, decide)


def _moments(incident: Incident, times: Times, now: datetime) -> Iterator[Fact]:
    """Set by hand are only those that the status change does not set by itself."""
    for moment, at in times.items():
        before = incident.moments.at(moment)
        by_itself = moment is Moment.RESOLVED and abs(now - at) <= _JUST_NOW and before is None
        if at != before and not by_itself:
            yield MomentSet(moment=moment, before=before, after=min(at, now))


async def cancel(desk: Desk, request: Request, reason: str = "") -> Changed:
    """At once, whatever the reason; one that is said later is noted."""
    reason = shortened(reason, REASON_LIMIT)

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        if incident.status is Status.CANCELLED and reason:
            return [ReasonGiven(about="status", reason=reason)]
        return [ending(incident, Status.CANCELLED, reason)]

    return await change(desk, request, decide)


async def close(desk: Desk, request: Request, reason: str = "") -> Changed:
    """Raises WaiverNeeded where a post-mortem is due and nobody says why there is none."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        return closing(incident, desk.policy(), shortened(reason, REASON_LIMIT))

    return await change(desk, request, decide)


async def reopen(desk: Desk, request: Request, reason: str = "") -> Changed:
    """Raises ReasonNeeded for what is closed. Everything that was due is due again by itself."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        return [reopening(incident, shortened(reason, REASON_LIMIT))]

    return await change(desk, request, decide)


async def keep(desk: Desk, request: Request) -> Changed:
    """The channel is archived later than it would be; asked twice, that is the same."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        return put_off(incident, desk.policy(), now)

    return await change(desk, request, decide)
