"""Log and object: key entries that somebody types, shown in the channel as one line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.incident.entry import (
    ENTRY_LIMIT,
    Correction,
    Entry,
    EntryId,
    EntryKind,
    id_of,
    objections_end,
)
from bot.incident.entry_errors import NothingToLog, TooLateToObject
from bot.incident.ids import ChannelId, MessageTs, UserId
from bot.incident.incident import Incident
from bot.incident.masking import masker_of
from bot.incident.text import shortened
from bot.incident.timeline import Fact
from bot.response.change import Request, change
from bot.response.entries import entry_of
from bot.response.ports import Desk, UnitOfWork


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """The message with which somebody asked for it."""

    channel: ChannelId
    ts: MessageTs
    thread: MessageTs | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NewEntry:
    """`at`: when it happened, if that was not now. `said`: whether everybody is shown it."""

    text: str = ""
    kind: EntryKind = EntryKind.NOTE
    at: datetime | None = None
    said: bool = True
    place: Place | None = None
    way: str = ""
    until: datetime | None = None
    about: EntryId | None = None


async def log(desk: Desk, request: Request, new: NewEntry) -> tuple[Incident, Entry]:
    """The same request again gives the same entry."""
    if not new.text.strip():
        raise NothingToLog()

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        await write(desk, work, incident, request, new, now)
        return ()

    changed = await change(desk, request, decide)
    async with desk.ledger.look() as work:
        return changed.incident, await entry_of(work, changed.incident, id_of(request.key))


async def write(
    desk: Desk,
    work: UnitOfWork,
    incident: Incident,
    request: Request,
    new: NewEntry,
    now: datetime,
) -> Entry:
    """Within a change that does more. What was asked for by a message in the channel stands there
    already, and is not said again.
    """
    place = new.place if new.place and new.place.channel == incident.channel else None
    text = masked(desk, shortened(new.text.strip(), ENTRY_LIMIT))
    at = new.at or now
    entry = Entry(
        id=id_of(request.key),
        incident=incident.id,
        kind=new.kind,
        occurred_at=at,
        recorded_at=now,
        by=request.by,
        by_name=await _name(work, request.by),
        text=text,
        channel=place.channel if place else None,
        ts=place.ts if place else None,
        thread=place.thread if place else None,
        typed=True,
        said=new.said and place is None,
        about=new.about,
        way=new.way,
        until=new.until,
        touched_at=now,
        corrections=(Correction(by=request.by, at=now, text=text, occurred_at=at, kind=new.kind),),
    )
    await work.entries.put([entry])
    await work.search.note(incident, text)
    return entry


async def object_to(desk: Desk, request: Request, decision: EntryId) -> tuple[Incident, Entry]:
    """One objection a person and decision, however often they press; raises TooLateToObject."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        about = await entry_of(work, incident, decision)
        until = objections_end(about)
        if until is None or now >= until:
            raise TooLateToObject()
        new = NewEntry(kind=EntryKind.OBJECTION, about=decision)
        await write(desk, work, incident, request, new, now)
        return ()

    changed = await change(desk, request, decide)
    async with desk.ledger.look() as work:
        return changed.incident, await entry_of(work, changed.incident, id_of(request.key))


def masked(desk: Desk, text: str) -> str:
    """Secrets go out of every copy the bot makes."""
    return masker_of(desk.policy().mask_patterns).mask(text).text


async def _name(work: UnitOfWork, user: UserId) -> str:
    person = await work.people.get(user)
    return person.name if person else ""
