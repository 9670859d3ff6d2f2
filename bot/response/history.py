"""What follows when a channel was read back: what was missed is stated, a beginning is proposed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.incident.chores import GapNoted
from bot.incident.gap import SAID
from bot.incident.ids import ChannelId, IncidentId, UserId
from bot.incident.incident import Incident
from bot.incident.message import messages_of
from bot.incident.read_back import ReadBack
from bot.incident.record_facts import HistoryRead
from bot.response.change import record
from bot.response.ports import Desk, UnitOfWork
from bot.response.record import PEOPLE
from bot.response.room import member_joined, member_left
from bot.response.sayings import promise

FIRST_WORDS = "first_words"
"""The adopter is told of the first message: perhaps it began then."""
FIRST_WORDS_LATER = "first_words_later"
"""The same by direct message, for they have long looked away."""
LOOKING = timedelta(minutes=1)
EARLIEST = 200
"""Among so many things that were heard first, somebody has said something, or nobody has."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """That somebody said something."""

    by: UserId
    at: datetime


async def begin_reading(
    desk: Desk, incident: Incident, state: ReadBack, there: Iterable[UserId], now: datetime
) -> ReadBack:
    """`there`: who is in the channel."""
    begun = state.begun(now)
    async with desk.ledger.work() as work:
        told = await in_the_room(work, incident, there, now)
        await work.read_backs.put(begun)
    if told:
        desk.waker.wake(incident.id)
    return begun


async def end_reading(desk: Desk, incident: Incident, state: ReadBack) -> None:
    """What was missed is stated, once; of an adopted channel, what there was."""
    first = await _first_words(desk, state.channel) if incident.history_due else None
    now = desk.clock.now()
    async with desk.ledger.work() as work:
        await work.read_backs.put(state.ended())
        if state.whole and incident.history_due:
            known = messages_of(await work.messages.of(state.channel))
            before = [one for one in known if one.sent_at < incident.declared_at]
            fact = HistoryRead(messages=max(state.messages, len(before)), since=state.first)
            await history_read(work, incident.id, fact, first, now)
        elif state.messages or state.changes:
            await record(work, incident.id, [await _gap(work, incident, state)], now)
        else:
            return
    desk.waker.wake(incident.id)


async def _gap(work: UnitOfWork, incident: Incident, state: ReadBack) -> GapNoted:
    """It began when the bot last knew everything: by hearing, or by having read the whole."""
    until = state.began_at or incident.declared_at
    before = min(state.first or until, until)
    whole = await work.read_backs.get(state.channel, whole=True)
    known = [
        await work.messages.last_heard(state.channel, before),
        whole.complete_at if whole.complete_at and whole.complete_at < before else None,
    ]
    since = max((at for at in known if at), default=min(incident.declared_at, before))
    return GapNoted(since=since, until=until, messages=state.messages, changes=state.changes)


async def _first_words(desk: Desk, channel: ChannelId) -> Spoken | None:
    """Of people; nobody says anything by joining or by setting a topic."""
    async with desk.ledger.look() as work:
        earliest = messages_of(await work.messages.earliest(channel, EARLIEST))
    for message in earliest:
        person = message.by if message.by and message.by.startswith(PEOPLE) else None
        if person is None or message.deleted_at or message.subtype not in SAID:
            continue
        known = await desk.directory.known(UserId(person))
        if known is None or not known.is_bot:
            return Spoken(UserId(person), message.sent_at)
    return None


async def history_read(
    work: UnitOfWork, id: IncidentId, fact: HistoryRead, first: Spoken | None, now: datetime
) -> None:
    """`first`: what a person said before anybody else. When it began is for people to say."""
    incident = await work.incidents.get(id)
    if not incident.history_due:
        return
    await record(work, id, [fact], now)
    if first is None or incident.moments.started is not None:
        return
    soon = now - incident.declared_at <= LOOKING
    what = FIRST_WORDS if soon else FIRST_WORDS_LATER
    await promise(work, id, what, to=incident.declared_by, user=first.by, at=first.at.isoformat())


async def in_the_room(
    work: UnitOfWork, incident: Incident, there: Iterable[UserId], at: datetime
) -> bool:
    """Who Slack says is in its channel: nobody has told of those who came before it was one.

    True when somebody has to be told of who is not.
    """
    if incident.channel is None:
        return False
    known, now_there = await work.members.of(incident.id), set(there)
    for user in sorted(now_there - known):
        await member_joined(work, incident.channel, user, at)
    left = [
        await member_left(work, incident.channel, user, at, at)
        for user in sorted(known - now_there)
    ]
    return any(left)
