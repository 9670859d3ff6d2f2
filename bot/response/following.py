"""Bringing in step what was made of messages, in the transaction that records them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from bot.incident.entry import Entry
from bot.incident.entry_following import Following, followed, only
from bot.incident.ids import ChannelId, IncidentId, MessageTs, UserId
from bot.incident.incident import Incident
from bot.incident.message import Heard, HeardKind
from bot.incident.striking import Struck
from bot.incident.task_following import task_words
from bot.response.erasing import erase, erase_outdated
from bot.response.ports import Desk, UnitOfWork
from bot.response.task_following import Step, follow_tasks, tasks_made_of
from bot.response.task_writing import NewTask

_PERSON = re.compile(r"\b[UW][A-Z0-9]{2,20}\b")
_MARKS = frozenset({HeardKind.REACTION, HeardKind.PIN})


async def follow(
    desk: Desk, work: UnitOfWork, heard: Sequence[Heard], *, live: bool = True
) -> set[IncidentId]:
    """The incidents that show anything of it. `live`: people have done it just now."""
    touched: set[IncidentId] = set()
    by_channel = sorted(heard, key=lambda one: one.channel)
    for channel, told in groupby(by_channel, key=lambda one: one.channel):
        incident = await work.incidents.in_channel(channel)
        if incident:
            new = list(told)
            touched |= await _follow_in(desk, work, incident, new, live)
            own = {one.ts for one in new if one.by is not None and one.by == desk.bot_user}
            await erase_outdated(desk, work, incident, own)
    return touched


async def _follow_in(
    desk: Desk, work: UnitOfWork, incident: Incident, told: Sequence[Heard], live: bool
) -> set[IncidentId]:
    channel, among = told[0].channel, {one.ts for one in told}
    entries = await work.entries.made_of(channel, among)
    tasks = await tasks_made_of(work, channel, among)
    scribes = {one.user for one in incident.scribing}
    scribed = {one.ts for one in told if one.by in scribes}
    concerned = {*entries, *tasks, *scribed, *await work.messages.marked(channel, among)}
    if not concerned:
        return set()
    heard = await work.messages.about(channel, concerned)
    of_each = {ts: list(all_of_it) for ts, all_of_it in groupby(heard, key=lambda one: one.ts)}
    by = await following(desk, work, incident, heard)
    step = Step(work, incident.id, by, desk.policy(), desk.clock.now(), live)
    changed = await _follow_entries(step, entries, of_each)
    done = await follow_tasks(step, tasks, of_each, told)
    gone = {one.id for one in changed if one.struck and not _was_struck(one, entries)}
    struck = Struck(frozenset(task.id for task in done.struck), frozenset(gone))
    erased = await erase(desk, work, struck, {incident.id, *(t.incident for t in done.struck)})
    return {*([incident.id] if changed else []), *done.touched, *erased}


async def _follow_entries(
    step: Step, before: Mapping[MessageTs, Entry], of_each: Mapping[MessageTs, Sequence[Heard]]
) -> list[Entry]:
    """Those that have changed."""
    changed = []
    for ts, all_of_it in of_each.items():
        after = followed(before.get(ts), all_of_it, step.by, step.now)
        if after is not None and after != before.get(ts):
            changed.append(after)
    await step.work.entries.put(changed)
    return changed


def _was_struck(entry: Entry, before: Mapping[MessageTs, Entry]) -> bool:
    return any(one.id == entry.id and one.struck for one in before.values())


async def following(
    desk: Desk, work: UnitOfWork, incident: Incident, heard: Iterable[Heard]
) -> Following:
    heard, policy = list(heard), desk.policy()
    marking = {UserId(one.by) for one in heard if one.kind in _MARKS and one.by}
    in_vain = set() if policy.guests_may_act else await _visitors(work, marking)
    return Following(
        incident=incident.id,
        marks=policy.marks,
        action_mark=policy.action_mark,
        ignored={*in_vain, *([desk.bot_user] if desk.bot_user else [])},
        scribing=incident.scribing,
        names=await _names(work, heard),
        keep_deleted=policy.keep_deleted,
    )


async def as_its_message(desk: Desk, work: UnitOfWork, incident: Incident, new: NewTask) -> NewTask:
    """In the words that are on record of its message, unless somebody has chosen others."""
    if new.source is None or new.by_hand:
        return new
    channel, _, ts = new.source.rpartition(":")
    heard = await work.messages.about(ChannelId(channel), [MessageTs(ts)])
    message = only(heard)
    if message is None:
        return new
    if message.deleted_at:
        return replace(new, text="", struck_at=desk.clock.now())
    names = (await following(desk, work, incident, heard)).names
    return replace(new, text=task_words(message, names) or new.text)


async def _visitors(work: UnitOfWork, users: Iterable[UserId]) -> set[UserId]:
    people = [await work.people.get(user) for user in sorted(users)]
    return {one.id for one in people if one and (one.guest or one.foreign)}


async def _names(work: UnitOfWork, heard: Iterable[Heard]) -> dict[str, str]:
    """Of the people whom these messages name."""
    contents = (one.content.model_dump_json() for one in heard if one.content)
    ids = {id for content in contents for id in _PERSON.findall(content)}
    people = [await work.people.get(UserId(id)) for id in sorted(ids)]
    return {str(one.id): one.name for one in people if one}
