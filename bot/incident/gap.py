"""What was missed: a channel as it reads now, against what was heard of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.incident.ids import MessageTs
from bot.incident.message import Heard, HeardKind, Message, mark_key, moment_of

ON_ITS_WAY = timedelta(minutes=1)
"""What is younger may still be told by an event: it is recorded, and counts as no gap."""
SAID = frozenset({None, "bot_message", "thread_broadcast", "file_share", "me_message"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as it stands in Slack now. `all_marks`: False when Slack has named only some."""

    heard: Heard
    marks: frozenset[tuple[str, str]] = frozenset()
    all_marks: bool = True
    is_gone: bool = False
    """Deleted, but its replies stand."""


@dataclass(frozen=True, slots=True)
class Missed:
    heard: tuple[Heard, ...]
    messages: int
    """How many of these are messages that nobody had heard of, and are no longer on their way."""
    changes: int
    """Edits, deletions, and marks."""


def missed(
    known: Iterable[Message], read: Sequence[Reading], since: datetime, now: datetime
) -> Missed:
    """`read`: all that Slack shows of the channel, with all threads. `since`: when the oldest of
    that was sent. What is lacking after it is deleted; what is older Slack may only hide, as its
    plans and retention do.
    """
    by_ts = {message.ts: message for message in known}
    words = [one.heard for one in read if not one.is_gone and _says_more(one, by_ts)]
    marks = [mark for one in read for mark in _marks(one, by_ts.get(one.heard.ts), now)]
    shown = {ts: message for ts, message in by_ts.items() if message.sent_at >= since}
    gone = list(_gone(shown, read, now))
    lost = [one for one in words if one.ts not in by_ts and moment_of(one.ts) < now - ON_ITS_WAY]
    edited = sum(one.ts in by_ts for one in words)
    return Missed((*words, *marks, *gone), len(lost), edited + len(marks) + len(gone))


def _says_more(one: Reading, known: Mapping[MessageTs, Message]) -> bool:
    before = known.get(one.heard.ts)
    if before is None:
        return True
    if before.deleted_at or one.heard.kind is not HeardKind.EDITED or not before.revisions:
        return False
    last = before.revisions[-1]
    return last.at < one.heard.at and last.content != one.heard.content


def _marks(one: Reading, before: Message | None, now: datetime) -> Iterator[Heard]:
    standing = before.marks if before else frozenset()
    for name, who in sorted(one.marks - standing):
        yield _mark(one.heard, name, who, now, present=True)
    if one.all_marks:
        for name, who in sorted(standing - one.marks):
            yield _mark(one.heard, name, who, now, present=False)


def _mark(about: Heard, name: str, who: str, now: datetime, *, present: bool) -> Heard:
    return Heard(
        channel=about.channel,
        ts=about.ts,
        kind=HeardKind.REACTION,
        key=mark_key(name, who, f"{now.timestamp():.6f}"),
        at=now,
        heard_at=now,
        by=who,
        present=present,
    )


def _gone(
    known: Mapping[MessageTs, Message], read: Sequence[Reading], now: datetime
) -> Iterator[Heard]:
    """Replies only under a message that was read: of a thread that is gone nothing is known."""
    there = {one.heard.ts for one in read if not one.is_gone}
    roots = {one.heard.ts for one in read}
    for ts, message in known.items():
        lacking = ts not in there and message.subtype in SAID and not message.deleted_at
        told_of = not message.is_reply or message.thread in roots
        if lacking and told_of and message.sent_at < now - ON_ITS_WAY:
            yield Heard(
                channel=message.channel,
                ts=ts,
                kind=HeardKind.DELETED,
                at=now,
                heard_at=now,
                by=message.by,
                by_name=message.by_name,
                thread=message.thread,
                subtype=message.subtype,
            )
