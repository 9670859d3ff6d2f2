"""How key entries follow their messages: what a message's marks, edits and deletion make of it.

An entry is computed anew from all that was heard of its message, so the order in which that was
heard, and hearing it twice, change nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.incident.entry import ENTRY_LIMIT, Entry, EntryKind, erased, id_of
from bot.incident.ids import IncidentId
from bot.incident.markup.as_plain import to_plain
from bot.incident.markup.message import read_message
from bot.incident.markup.names import KnownNames
from bot.incident.message import Content, Heard, HeardKind, Message, messages_of
from bot.incident.scribing import Scribing
from bot.incident.text import shortened

_FIRST = (EntryKind.DECISION, EntryKind.PARKED)
"""Of several marks on one message these count before others."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Following:
    """What decides what is made of messages. `marks`: reactions, and the kind of entry each stands
    for; `action_mark` stands for an action item. `ignored`: who marks in vain: the bot itself,
    and guests who may not act.
    """

    incident: IncidentId
    marks: Mapping[str, EntryKind]
    action_mark: str = ""
    ignored: Collection[str] = ()
    scribing: tuple[Scribing, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    keep_deleted: bool = False


def followed(
    before: Entry | None, heard: Collection[Heard], by: Following, now: datetime
) -> Entry | None:
    """The entry of the one message of which `heard` is all; None when there is none."""
    message = only(heard)
    if message is None:
        return before
    if before is not None and before.typed:
        return _ended_with(before, message, by, now)
    kind = _marked(heard, by)
    scribed = any(one.covers(message) for one in by.scribing)
    if before is None and kind is None and not scribed:
        return None
    entry = before or _new(message, by.incident, now)
    entry = entry.model_copy(update={"marked": kind is not None, "scribed": scribed})
    return _settled(before, _as_it_is(entry, message, kind, by), now)


def made_by_hand(heard: Collection[Heard], by: Following, now: datetime) -> Entry | None:
    """The entry of a message that bears no mark, for somebody who wants it on the timeline."""
    message = only(heard)
    if message is None or message.deleted_at:
        return None
    return _as_it_is(_new(message, by.incident, now), message, None, by)


def only(heard: Collection[Heard]) -> Message | None:
    """None while only marks of it were heard of."""
    return next(iter(messages_of(heard)), None)


def _new(message: Message, incident: IncidentId, now: datetime) -> Entry:
    return Entry(
        id=id_of(message.channel, message.ts),
        incident=incident,
        kind=EntryKind.NOTE,
        occurred_at=message.sent_at,
        recorded_at=now,
        by=message.by,
        by_name=message.by_name,
        channel=message.channel,
        ts=message.ts,
        thread=message.thread if message.is_reply else None,
        touched_at=now,
    )


def _as_it_is(entry: Entry, message: Message, kind: EntryKind | None, by: Following) -> Entry:
    """What somebody has said by hand stands, whatever becomes of the message."""
    by_hand = {
        name
        for one in entry.corrections
        for name in ("text", "occurred_at", "kind")
        if getattr(one, name) is not None
    }
    follows = {
        "text": words(message, by.names),
        "occurred_at": message.sent_at,
        "kind": kind or EntryKind.NOTE,
    }
    update = {name: value for name, value in follows.items() if name not in by_hand}
    known = {"by": message.by, "by_name": message.by_name}
    entry = entry.model_copy(update={**update, **known})
    return _gone(entry, by) if message.deleted_at else entry


def _ended_with(entry: Entry, message: Message, by: Following, now: datetime) -> Entry:
    """What was typed is no copy of its message; but who takes that back takes it back."""
    return _settled(entry, _gone(entry, by), now) if message.deleted_at else entry


def _gone(entry: Entry, by: Following) -> Entry:
    struck = entry.model_copy(update={"struck": True})
    return struck if by.keep_deleted else erased(struck)


def _settled(before: Entry | None, after: Entry, now: datetime) -> Entry:
    return after if after == before else after.model_copy(update={"touched_at": now})


def _marked(heard: Iterable[Heard], by: Following) -> EntryKind | None:
    kinds = {kind for kind in map(lambda one: _kind_of(one, by), standing(heard, by)) if kind}
    if not kinds:
        return None
    return next((kind for kind in _FIRST if kind in kinds), min(kinds))


def standing(heard: Iterable[Heard], by: Following) -> list[Heard]:
    """Of each mark of each person the latest word, if it says that the mark is there."""
    latest: dict[tuple[str, str, str], Heard] = {}
    for one in sorted(heard, key=lambda one: (one.at, one.present)):
        if one.kind in (HeardKind.REACTION, HeardKind.PIN) and one.by not in by.ignored:
            name, who, _ = one.key.split(" ")
            latest[one.kind.value, name, who] = one
    return [one for one in latest.values() if one.present]


def _kind_of(mark: Heard, by: Following) -> EntryKind | None:
    if mark.kind is HeardKind.PIN:
        return EntryKind.NOTE
    return by.marks.get(name_of(mark))


def name_of(mark: Heard) -> str:
    """A skin tone changes nothing."""
    return mark.key.partition(" ")[0].partition("::")[0]


def words(message: Message, names: Mapping[str, str]) -> str:
    """As they are now; of a message that is only a file, the file's name."""
    if not message.revisions:
        return ""
    content = message.revisions[-1].content
    return shortened(_plain(content, names) or _files(content), ENTRY_LIMIT)


def _plain(content: Content, names: Mapping[str, str]) -> str:
    document = read_message(content.text, list(content.blocks))
    return to_plain(document, KnownNames(people=names)).strip()


def _files(content: Content) -> str:
    return ", ".join(file.name or file.id for file in content.files)
