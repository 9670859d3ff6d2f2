"""What follows when a channel was read back: what was missed is stated, a beginning is proposed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.incident.ids import IncidentId, UserId
from bot.incident.incident import Incident
from bot.incident.record_facts import HistoryRead
from bot.response.change import record
from bot.response.ports import UnitOfWork
from bot.response.room import member_joined, member_left
from bot.response.sayings import promise

FIRST_WORDS = "first_words"
"""The adopter is told of the first message: perhaps it began then."""
FIRST_WORDS_LATER = "first_words_later"
"""The same by direct message, for they have long looked away."""
LOOKING = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Spoken:
    """That something was said; `by` whom, if by a person."""

    at: datetime
    by: UserId | None = None


async def history_read(
    work: UnitOfWork, id: IncidentId, said: Sequence[Spoken], now: datetime
) -> None:
    """`said`: oldest first. When it began is for people to say: the first of them is proposed."""
    incident = await work.incidents.get(id)
    if not incident.history_due:
        return
    fact = HistoryRead(messages=len(said), since=said[0].at if said else None)
    await record(work, id, [fact], now)
    first = next((one for one in said if one.by is not None), None)
    if first is None or first.by is None or incident.moments.started is not None:
        return
    soon = now - incident.declared_at <= LOOKING
    what = FIRST_WORDS if soon else FIRST_WORDS_LATER
    await promise(work, id, what, to=incident.declared_by, user=first.by, at=first.at.isoformat())


async def in_the_room(
    work: UnitOfWork, incident: Incident, there: Iterable[UserId], at: datetime
) -> None:
    """Who Slack says is in its channel: nobody has told of those who came before it was one."""
    if incident.channel is None:
        return
    known, now_there = await work.members.of(incident.id), set(there)
    for user in sorted(now_there - known):
        await member_joined(work, incident.channel, user, at)
    for user in sorted(known - now_there):
        await member_left(work, incident.channel, user, at, at)
