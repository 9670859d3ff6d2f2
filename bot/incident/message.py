"""Messages of an incident's channel: what was heard of them, and what they have become.

Slack tells things twice, late and in any order. What is heard is only ever added, each thing once;
what a message has become follows from all that was heard, whatever came first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import groupby
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlmodel import SQLModel

from bot.incident.ids import ChannelId, MessageTs

PIN, ANYBODY = "pin", "anybody"
"""In the key of a pin: a message is pinned or not, whoever did it last."""


class HeardKind(StrEnum):
    POSTED = "posted"
    EDITED = "edited"
    DELETED = "deleted"
    REACTION = "reaction"
    PIN = "pin"


class File(BaseModel):
    """What is known of a file without having it."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str = ""
    type: str = ""
    permalink: str = ""


class Content(BaseModel):
    model_config = ConfigDict(frozen=True)

    text: str = ""
    blocks: tuple[dict[str, Any], ...] = ()
    """Its rich text, where Slack tells it."""
    files: tuple[File, ...] = ()


class Heard(SQLModel):
    """One thing that was heard of a message; `key` tells it from others of its kind."""

    model_config = ConfigDict(frozen=True)  # type: ignore[assignment]

    channel: ChannelId
    ts: MessageTs
    kind: HeardKind
    key: str = ""
    at: datetime
    heard_at: datetime
    by: str | None = None
    """A person, or a bot."""
    by_name: str = ""
    """As it was at that time."""
    thread: MessageTs | None = None
    subtype: str | None = None
    broadcast: bool = False
    """A reply that is shown in the channel too."""
    present: bool = True
    """Of a reaction or a pin: whether it was put there or taken away."""
    content: Content | None = None
    """None: not known, or erased."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message that stands in the incident's channel or its threads: who and when, no words."""

    ts: MessageTs
    by: str | None = None
    thread: MessageTs | None = None

    @property
    def at(self) -> datetime:
        return moment_of(self.ts)


@dataclass(frozen=True, slots=True)
class Revision:
    at: datetime
    content: Content


@dataclass(frozen=True, slots=True)
class Message:
    """What a message has become. `revisions`: the first words first; none when erased."""

    channel: ChannelId
    ts: MessageTs
    by: str | None
    by_name: str
    thread: MessageTs | None
    subtype: str | None
    broadcast: bool
    revisions: tuple[Revision, ...]
    deleted_at: datetime | None
    marks: frozenset[tuple[str, str]]
    """Reactions that stand: name, and who."""
    pinned: bool

    @property
    def sent_at(self) -> datetime:
        return moment_of(self.ts)

    @property
    def is_reply(self) -> bool:
        return self.thread is not None and self.thread != self.ts

    @property
    def edited_at(self) -> datetime | None:
        return self.revisions[-1].at if len(self.revisions) > 1 else None


def moment_of(ts: str) -> datetime:
    return datetime.fromtimestamp(float(ts), UTC)


def messages_of(heard: Iterable[Heard]) -> list[Message]:
    """In the order in which they were sent. What was only reacted to so far is none yet."""
    ordered = sorted(heard, key=lambda one: (_number(one.ts), one.channel, one.ts))
    of_each = groupby(ordered, key=lambda one: (one.channel, one.ts))
    found = (_message(list(all_of_it)) for _, all_of_it in of_each)
    return [message for message in found if message is not None]


def _message(heard: Sequence[Heard]) -> Message | None:
    """The first of these that tells of the message itself says who wrote it and where."""
    told = [one for one in heard if one.kind in _OF_ITSELF]
    if not told:
        return None
    head = min(told, key=lambda one: (_OF_ITSELF.index(one.kind), _number(one.key)))
    deleted = min((one.at for one in heard if one.kind is HeardKind.DELETED), default=None)
    return Message(
        channel=head.channel,
        ts=head.ts,
        by=head.by,
        by_name=head.by_name,
        thread=head.thread,
        subtype=head.subtype,
        broadcast=any(one.broadcast for one in told),
        revisions=_revisions(told),
        deleted_at=deleted,
        marks=frozenset((name, who) for name, who in _standing(heard, HeardKind.REACTION)),
        pinned=bool(_standing(heard, HeardKind.PIN)),
    )


_OF_ITSELF = (HeardKind.POSTED, HeardKind.EDITED, HeardKind.DELETED)


def _revisions(told: Iterable[Heard]) -> tuple[Revision, ...]:
    """What is said again in the same words is no revision."""
    ordered = sorted(told, key=lambda one: (_OF_ITSELF.index(one.kind) > 0, _number(one.key)))
    found: list[Revision] = []
    for one in ordered:
        if one.content is not None and (not found or found[-1].content != one.content):
            found.append(Revision(one.at, one.content))
    return tuple(found)


def _standing(heard: Iterable[Heard], kind: HeardKind) -> set[tuple[str, str]]:
    """Of each mark the latest word counts; a key is its name, who, and when."""
    latest: dict[tuple[str, str], tuple[float, bool]] = {}
    for one in heard:
        if one.kind is kind:
            name, who, at = one.key.split(" ")
            word = (_number(at), one.present)
            latest[name, who] = max(word, latest.get((name, who), word))
    return {mark for mark, (_, present) in latest.items() if present}


def mark_key(name: str, who: str, at: str) -> str:
    return f"{name} {who} {at}"


def _number(ts: str) -> float:
    return float(ts) if ts else 0.0
