"""Key entries: they follow their messages, and people correct, hide or add them by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from bot.incident.entry import Correction, Entry, EntryId, corrected
from bot.incident.entry_errors import EntryChanged, NoMessageThere, NoSuchEntry
from bot.incident.entry_following import made_by_hand
from bot.incident.ids import ChannelId, MessageTs
from bot.incident.incident import Incident
from bot.incident.message import HeardKind
from bot.incident.timeline import Fact
from bot.response.change import Request, change
from bot.response.following import following
from bot.response.ports import Desk, UnitOfWork

_PERSON = re.compile(r"\b[UW][A-Z0-9]{2,20}\b")
_MARKS = frozenset({HeardKind.REACTION, HeardKind.PIN})


async def entry_of(work: UnitOfWork, incident: Incident, id: EntryId) -> Entry:
    """Raises NoSuchEntry, also for one of another incident."""
    entry = await work.entries.get(id)
    if entry is None or entry.incident != incident.id:
        raise NoSuchEntry(incident.reference)
    return entry


async def correct(
    desk: Desk, request: Request, id: EntryId, correction: Correction, *, seen: int | None = None
) -> Entry:
    """`seen`: how many corrections it had when its form was drawn; raises EntryChanged when
    somebody was faster.
    """

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        entry = await entry_of(work, incident, id)
        if seen is not None and len(entry.corrections) != seen:
            raise EntryChanged(entry)
        after = corrected(entry, correction)
        await work.entries.put([after])
        await work.search.note(incident, correction.text or "")
        return ()

    changed = await change(desk, request, decide)
    async with desk.ledger.look() as work:
        return await entry_of(work, changed.incident, id)


async def add_message(
    desk: Desk, request: Request, channel: ChannelId, ts: MessageTs, correction: Correction
) -> Entry:
    """Make this message a key entry, as of this time and kind; it may be one already."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        entry = await _made_of(desk, work, incident, channel, ts, now)
        after = corrected(entry, correction)
        if after == entry:  # wanted as it is: that is said by hand, too
            theirs = (*entry.corrections, correction)
            after = entry.model_copy(update={"corrections": theirs, "touched_at": now})
        await work.entries.put([after.model_copy(update={"hidden": False})])
        return ()

    await change(desk, request, decide)
    async with desk.ledger.look() as work:
        return (await work.entries.made_of(channel, [ts]))[ts]


async def _made_of(
    desk: Desk,
    work: UnitOfWork,
    incident: Incident,
    channel: ChannelId,
    ts: MessageTs,
    now: datetime,
) -> Entry:
    known = await work.entries.made_of(channel, [ts])
    heard = await work.messages.about(channel, [ts])
    made = known.get(ts) or made_by_hand(heard, await following(desk, work, incident, heard), now)
    if made is None:
        raise NoMessageThere()
    return made
