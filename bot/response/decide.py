"""Decide: how the outage is to end; and put the question before everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.incident.changes import WayAsked, WayChosen
from bot.incident.decision import LIMIT, Choice, Way, is_known, is_needed, rounds
from bot.incident.entry import EntryKind
from bot.incident.errors import NoChange
from bot.incident.guides import rank_of
from bot.incident.incident import Incident
from bot.incident.merging import require_apart
from bot.incident.text import shortened
from bot.incident.timeline import Fact
from bot.response.change import Changed, Request, change
from bot.response.log import NewEntry, Place, write
from bot.response.ports import Desk, UnitOfWork


async def decide_way(
    desk: Desk,
    request: Request,
    choice: Choice,
    *,
    until: datetime | None = None,
    place: Place | None = None,
) -> Changed:
    """Every decision is a key entry. One of the five ways, and whatever answers the decision card,
    is also how the incident is to end. `until`: when waiting is over, where that was not said as
    a span; `place`: the message that asked for it.

    Raises NoChange when just that was decided already: two people have pressed one button.
    """

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        require_apart(incident)
        way, note = shortened(choice.way, LIMIT), shortened(choice.note, LIMIT)
        if _is_so(incident, way, note):
            raise NoChange(incident.reference)
        over = now + choice.wait if choice.wait else until
        over = over if way == Way.WAIT else None
        asked = _is_asked(desk, incident, now)
        text, key = (note, way) if is_known(way) else (choice.way, "")
        new = NewEntry(
            text=text,
            kind=EntryKind.DECISION,
            said=not asked,
            place=place,
            way=key,
            until=over,
        )
        entry = await write(desk, work, incident, request, new, now)
        chosen = WayChosen(way=way, note=note, until=over, entry=entry.id)
        return [chosen] if key or asked else []

    return await change(desk, request, decide)


async def ask_for_way(desk: Desk, request: Request) -> Changed:
    """Put the decision card into the channel, unless one stands there that is still open."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        require_apart(incident)
        asked = _is_asked(desk, incident, now)
        return [] if asked or not incident.is_open else [WayAsked()]

    return await change(desk, request, decide)


def _is_asked(desk: Desk, incident: Incident, now: datetime) -> bool:
    """A decision card stands in the channel that nobody has answered."""
    put = rounds(incident, rank_of(desk.policy(), incident))
    return any(at <= now and is_needed(incident, at) for at in put)


def _is_so(incident: Incident, way: str, note: str) -> bool:
    """Waiting is decided anew each time, and a note is something new."""
    asked = incident.way_asked_at
    answered = asked is None or (incident.way_at is not None and incident.way_at >= asked)
    return incident.way == way and answered and way != Way.WAIT and not note
