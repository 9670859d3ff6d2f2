"""Decide: how the outage is to end; and put the question before everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.incident.changes import WayAsked, WayChosen
from bot.incident.decision import LIMIT, Choice, Way, is_needed, rounds
from bot.incident.errors import NoChange
from bot.incident.guides import rank_of
from bot.incident.incident import Incident
from bot.incident.merging import require_apart
from bot.incident.text import shortened
from bot.incident.timeline import Fact
from bot.response.change import Changed, Request, change
from bot.response.ports import Desk, UnitOfWork


async def decide_way(
    desk: Desk, request: Request, choice: Choice, *, until: datetime | None = None
) -> Changed:
    """`until`: when waiting is over, where that was not said as a span.

    Raises NoChange when just that was decided already: two people have pressed one button.
    """

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        require_apart(incident)
        way, note = shortened(choice.way, LIMIT), shortened(choice.note, LIMIT)
        if _is_so(incident, way, note):
            raise NoChange(incident.reference)
        over = now + choice.wait if choice.wait else until
        return [WayChosen(way=way, note=note, until=over if way == Way.WAIT else None)]

    return await change(desk, request, decide)


async def ask_for_way(desk: Desk, request: Request) -> Changed:
    """Put the decision card into the channel, unless one stands there that is still open."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        require_apart(incident)
        put = list(rounds(incident, rank_of(desk.policy(), incident)))
        stands = any(at <= now and is_needed(incident, at) for at in put)
        return [] if stands or not incident.is_open else [WayAsked()]

    return await change(desk, request, decide)


def _is_so(incident: Incident, way: str, note: str) -> bool:
    """Waiting is decided anew each time, and a note is something new."""
    asked = incident.way_asked_at
    answered = asked is None or (incident.way_at is not None and incident.way_at >= asked)
    return incident.way == way and answered and way != Way.WAIT and not note
