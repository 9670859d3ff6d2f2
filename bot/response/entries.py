"""Key entries: they follow their messages, and people correct, hide or add them by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from bot.incident.entry import Correction, Entry, EntryId, corrected
from bot.incident.entry_errors import EntryChanged, NoMessageThere, NoSuchEntry
from bot.incident.entry_following import Following, followed, made_by_hand
from bot.incident.ids import ChannelId, IncidentId, MessageTs, UserId
from bot.incident.incident import Incident
from bot.incident.message import Heard, HeardKind
from bot.incident.timeline import Fact
from bot.response.change import Request, change
from bot.response.ports import Desk, UnitOfWork

_PERSON = re.compile(r"\b[UW][A-Z0-9]{2,20}\b")
_MARKS = frozenset({HeardKind.REACTION, HeardKind.PIN})


async def follow(desk: Desk, work: UnitOfWork, heard: Sequence[Heard]) -> set[IncidentId]:
    """Bring the entries of these messages in step; whose timelines have changed by it."""
    touched: set[IncidentId] = set()
    by_channel = sorted(heard, key=lambda one: one.channel)
    for channel, told in groupby(by_channel, key=lambda one: one.channel):
        incident = await work.incidents.in_channel(channel)
        if incident and await _follow_in(desk, work, incident, channel, list(told)):
            touched.add(incident.id)
    return touched


async def _follow_in(
    desk: Desk, work: UnitOfWork, incident: Incident, channel: ChannelId, told: Sequence[Heard]
) -> bool:
    among = {one.ts for one in told}
    before = await work.entries.made_of(channel, among)
    scribes = {one.user for one in incident.scribing}
    scribed = {one.ts for one in told if one.by in scribes}
    concerned = {*before, *scribed, *await work.messages.marked(channel, among)}
    if not concerned:
        return False
    heard = await work.messages.about(channel, concerned)
    by, now = await _following(desk, work, incident, heard), desk.clock.now()
    of_each = {ts: list(all_of_it) for ts, all_of_it in groupby(heard, key=lambda one: one.ts)}
    changed = [
        after
        for ts, all_of_it in of_each.items()
        if (after := followed(before.get(ts), all_of_it, by, now)) and after != before.get(ts)
    ]
    await work.entries.put(changed)
    return bool(changed)


async def _following(
    desk: Desk, work: UnitOfWork, incident: Incident, heard: Iterable[Heard]
) -> Following:
    heard, policy = list(heard), desk.policy()
    marking = {UserId(one.by) for one in heard if one.kind in _MARKS and one.by}
    in_vain = set() if policy.guests_may_act else await _visitors(work, marking)
    return Following(
        incident=incident.id,
        marks=policy.marks,
        ignored={*in_vain, *([desk.bot_user] if desk.bot_user else [])},
        scribing=incident.scribing,
        names=await _names(work, heard),
        keep_deleted=policy.keep_deleted,
    )


async def _visitors(work: UnitOfWork, users: Iterable[UserId]) -> set[UserId]:
    people = [await work.people.get(user) for user in sorted(users)]
    return {one.id for one in people if one and (one.guest or one.foreign)}


async def _names(work: UnitOfWork, heard: Iterable[Heard]) -> dict[str, str]:
    """Of the people whom these messages name."""
    contents = (one.content.model_dump_json() for one in heard if one.content)
    ids = {id for content in contents for id in _PERSON.findall(content)}
    people = [await work.people.get(UserId(id)) for id in sorted(ids)]
    return {str(one.id): one.name for one in people if one}


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
    made = known.get(ts) or made_by_hand(heard, await _following(desk, work, incident, heard), now)
    if made is None:
        raise NoMessageThere()
    return made
