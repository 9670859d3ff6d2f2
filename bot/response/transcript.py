"""Reading a channel back: every message as it has become, with the names of who is in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.incident.chores import GapNoted
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.message import Message, messages_of
from bot.response.ports import UnitOfWork

MANY = 10_000


@dataclass(frozen=True, slots=True)
class Thread:
    """A message of the channel and what was answered to it."""

    root: Message
    replies: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Transcript:
    incident: Incident
    threads: tuple[Thread, ...]
    names: dict[str, str] = field(default_factory=dict)
    """What people are called now, by id."""
    kept: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """The SHA-256 of the files that are kept, by their message's ts and their id."""
    gaps: tuple[GapNoted, ...] = ()
    """When the bot did not hear, in their order."""


async def transcript_of(work: UnitOfWork, incident: Incident) -> Transcript:
    heard = await work.messages.of(incident.channel) if incident.channel else []
    people = await work.people.everybody()
    names = {str(person.id): person.name for person in people}
    files = await work.files.of(incident.channel) if incident.channel else []
    kept = {(str(one.ts), one.file): one.sha256 or "" for one in files}
    noted = await work.timeline.latest(incident.id, {"gap_noted"}, MANY)
    gaps = sorted((e.fact for e in noted if isinstance(e.fact, GapNoted)), key=lambda g: g.since)
    threads = tuple(threads_of(messages_of(heard)))
    return Transcript(incident, threads, names, kept, tuple(gaps))


def threads_of(messages: Iterable[Message]) -> list[Thread]:
    """In the order of their first messages; replies to what nobody heard of stand by themselves."""
    roots: dict[str, list[Message]] = {}
    for message in messages:
        roots.setdefault(str(message.thread or message.ts), []).append(message)
    return [Thread(first, tuple(replies)) for first, *replies in roots.values()]


def author(message: Message, names: Mapping[str, str]) -> str:
    """As they were called when they wrote it, else as they are called now."""
    by = UserId(message.by or "")
    return message.by_name or names.get(by, by) or "?"
