"""What was missed: a stretch of a channel as it reads now, against what was heard of it.

A stretch is a page of the channel's history, or a thread: read whole, what it lacks is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.incident.ids import MessageTs
from bot.incident.message import (
    ANYBODY,
    PIN,
    Content,
    Heard,
    HeardKind,
    Message,
    mark_key,
    messages_of,
    moment_of,
)

ON_ITS_WAY = timedelta(minutes=1)
"""What is younger may still be told by an event: it is recorded, and counts as no gap."""
SAID = frozenset({None, "bot_message", "thread_broadcast", "file_share", "me_message"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as it stands in Slack now. `all_marks`: False when Slack has named only some."""

    heard: Heard
    marks: frozenset[tuple[str, str]] = frozenset()
    all_marks: bool = True
    pinned_by: str | None = None
    """None: it is not pinned."""
    is_gone: bool = False
    """Deleted, but its replies stand."""
    by_bot: bool = False
    """Slack does not say of their messages that they were edited."""


@dataclass(frozen=True, slots=True)
class Missed:
    heard: tuple[Heard, ...] = ()
    messages: int = 0
    """How many of these are messages that nobody had heard of, and are no longer on their way."""
    changes: int = 0
    """Edits, deletions, marks and pins."""
    first: datetime | None = None
    """When the first of it happened, as far as that is known."""

    def __add__(self, other: Missed) -> Missed:
        return Missed(
            (*self.heard, *other.heard),
            self.messages + other.messages,
            self.changes + other.changes,
            min((at for at in (self.first, other.first) if at), default=None),
        )


Judged = Callable[[Message], bool]
"""Whether a message would have been read here if it were there."""


def missed(
    known: Sequence[Heard], read: Sequence[Reading], asked_at: datetime, judged: Judged
) -> Missed:
    """`known`: all that was heard of what is read here, and of what is judged by it.

    `asked_at`: when the reading began. Whatever was heard since is newer than what was read.
    """
    by_ts = {message.ts: message for message in messages_of(known)}
    words = [
        told
        for one in read
        if not one.is_gone and (told := _more(one, by_ts.get(one.heard.ts), asked_at))
    ]
    marks = [mark for one in read for mark in _marks(one, by_ts.get(one.heard.ts), asked_at)]
    there = {one.heard.ts for one in read if not one.is_gone}
    gone = struck(known, there, asked_at, judged)
    lost = [one for one in words if one.ts not in by_ts]
    said = [one for one in lost if one.subtype in SAID]
    old = [one for one in said if moment_of(one.ts) < asked_at - ON_ITS_WAY]
    edited = [one for one in words if one.ts in by_ts]
    when = [moment_of(one.ts) for one in old]
    when += [one.at for one in edited]
    first = min(when, default=None)
    found = Missed((*words, *marks), len(old), len(edited) + len(marks), first)
    return found + gone


def struck(
    known: Sequence[Heard], there: Collection[MessageTs], asked_at: datetime, judged: Judged
) -> Missed:
    """What was known before the reading began, and is not there."""
    lacking = [
        message
        for message in messages_of(known)
        if message.ts not in there
        and message.subtype in SAID
        and not message.deleted_at
        and message.sent_at < asked_at - ON_ITS_WAY
        and judged(message)
    ]
    before = {one.ts for one in known if one.heard_at <= asked_at} if lacking else set()
    gone = tuple(_deleted(one, asked_at) for one in lacking if one.ts in before)
    return Missed(gone, 0, len(gone))


def _more(one: Reading, before: Message | None, asked_at: datetime) -> Heard | None:
    """What this says of the message that is not on record yet."""
    if before is None:
        return one.heard
    if before.deleted_at or not before.revisions:
        return None
    last, content = before.revisions[-1], one.heard.content
    if last.content == content:
        return None
    if one.heard.kind is HeardKind.EDITED:
        return one.heard if last.at < one.heard.at else None
    restated = one.by_bot and _text(content) != last.content.text and last.at < asked_at
    return _restated(one.heard, asked_at) if restated else None


def _text(content: Content | None) -> str:
    return content.text if content else ""


def _restated(heard: Heard, asked_at: datetime) -> Heard:
    """Nobody says when: it had happened when it was read."""
    key = f"{asked_at.timestamp():.6f}"
    return heard.model_copy(update={"kind": HeardKind.EDITED, "key": key, "at": asked_at})


def _marks(one: Reading, before: Message | None, asked_at: datetime) -> Iterator[Heard]:
    if one.is_gone or (before and before.deleted_at):
        return  # what stood on it goes with it, and is not taken back
    standing = before.marks if before else frozenset()
    for name, who in sorted(one.marks - standing):
        yield _mark(one.heard, HeardKind.REACTION, (name, who, who), asked_at, present=True)
    if one.all_marks:
        for name, who in sorted(standing - one.marks):
            yield _mark(one.heard, HeardKind.REACTION, (name, who, who), asked_at, present=False)
    pinned = before.pinned if before else False
    if (one.pinned_by is not None) != pinned:
        who = one.pinned_by or ""
        yield _mark(one.heard, HeardKind.PIN, (PIN, ANYBODY, who), asked_at, present=not pinned)


def _mark(
    about: Heard, kind: HeardKind, mark: tuple[str, str, str], at: datetime, *, present: bool
) -> Heard:
    name, whose, by = mark
    return Heard(
        channel=about.channel,
        ts=about.ts,
        kind=kind,
        key=mark_key(name, whose, f"{at.timestamp():.6f}"),
        at=at,
        heard_at=at,
        by=by or None,
        present=present,
    )


def _deleted(message: Message, at: datetime) -> Heard:
    return Heard(
        channel=message.channel,
        ts=message.ts,
        kind=HeardKind.DELETED,
        at=at,
        heard_at=at,
        by=message.by,
        by_name=message.by_name,
        thread=message.thread,
        subtype=message.subtype,
    )


def has_moved(told: Mapping[str, object], recorded: tuple[int, MessageTs | None] | None) -> bool:
    """Whether something came into or went out of a thread, by what its first message tells:
    how many replies there are, and which is the latest.
    """
    if recorded is None:
        return True
    count, latest = recorded
    later = told.get("latest_reply")
    return told.get("reply_count") != count or (later is not None and later != latest)


def lacking(known: Iterable[Heard], there: Collection[MessageTs]) -> set[MessageTs]:
    """First messages of the channel that are not there, not even as tombstones: then no reply to
    them is there either.
    """
    return {m.ts for m in messages_of(known) if not m.is_reply and m.ts not in there}
