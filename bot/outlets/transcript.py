"""The transcript of an incident's channel, to be kept and read outside Slack. Times are UTC."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from bot.incident.chores import GapNoted
from bot.incident.markup.as_plain import to_plain
from bot.incident.markup.characters import harmless_line
from bot.incident.markup.message import read_message
from bot.incident.markup.names import KnownNames
from bot.incident.message import Content, Message, Revision
from bot.language import N_, Tongue
from bot.response.transcript import Thread, Transcript, author

_REPLY = "    "
_NOT_SHOWN = frozenset({"reminder_add", "assistant_app_thread", "document_mention"})
"""Kept as they came, and nothing to read."""

DELETED = N_("(deleted at {time})")
EDITED = N_("(edited at {time})")
STATED = N_("All times are UTC.")
UNHEARD = N_(
    "(not heard until {time}; read back: messages {messages}, changes {changes}; what was written"
    " and undone meanwhile cannot be read)"
)
FILE = N_("(file: {name} {link})")
KEPT_FILE = N_("(file: {name} {link} sha256 {sha256})")


def as_text(transcript: Transcript, tongue: Tongue) -> Iterator[str]:
    """For people: a line a message, threads in place, a heading each day. Piece by piece."""
    incident = transcript.incident
    yield f"{incident.reference} {incident.title}\n"
    if incident.channel_name:
        yield f"#{incident.channel_name}\n"
    yield f"{tongue.say(STATED)}\n"
    for line in _Text(transcript, tongue).lines():
        yield f"{line}\n"


class _Text:
    def __init__(self, transcript: Transcript, tongue: Tongue) -> None:
        self._transcript = transcript
        self._tongue = tongue
        self._names = KnownNames(people=transcript.names)
        self._day = ""

    def lines(self) -> Iterator[str]:
        gaps = list(self._transcript.gaps)
        for thread in self._transcript.threads:
            while gaps and gaps[0].since <= thread.root.sent_at:
                yield from self._gap(gaps.pop(0))
            yield from self._dated(thread.root, "")
            for reply in thread.replies:
                yield from self._dated(reply, _REPLY)
        for gap in gaps:
            yield from self._gap(gap)

    def _gap(self, gap: GapNoted) -> Iterator[str]:
        yield from self._heading(gap.since)
        counted = {"messages": gap.messages, "changes": gap.changes}
        said = self._tongue.say(UNHEARD, time=_time(gap.until, gap.since), **counted)
        yield f"{gap.since:%H:%M} {said}"

    def _heading(self, at: datetime) -> Iterator[str]:
        day = f"{at:%Y-%m-%d}"
        if day != self._day:
            yield from ("", day)
            self._day = day

    def _dated(self, message: Message, indent: str) -> Iterator[str]:
        """A reply of another day says so, or it would seem to be of the day above it."""
        if message.subtype in _NOT_SHOWN:
            return
        day = f"{message.sent_at:%Y-%m-%d}"
        if not indent:
            yield from self._heading(message.sent_at)
        at = f"{message.sent_at:%H:%M}" if day == self._day else f"{message.sent_at:%Y-%m-%d %H:%M}"
        who = harmless_line(author(message, self._transcript.names))
        first, *more = self._words(message).split("\n")
        yield f"{indent}{at} {who}: {first}"
        yield from (f"{indent}      {line}" for line in more)

    def _words(self, message: Message) -> str:
        if message.deleted_at:
            return self._tongue.say(DELETED, time=_time(message.deleted_at, message.sent_at))
        if not message.revisions:
            return ""
        content = message.revisions[-1].content
        parts = [_plain(content, self._names), *self._files(message.ts, content)]
        if message.edited_at:
            at = _time(message.edited_at, message.sent_at)
            parts.append(self._tongue.say(EDITED, time=at))
        return " ".join(part for part in parts if part)

    def _files(self, ts: str, content: Content) -> Iterator[str]:
        for file in content.files:
            name, link = harmless_line(file.name or file.id), harmless_line(file.permalink)
            if sha256 := self._transcript.kept.get((ts, file.id)):
                yield self._tongue.say(KEPT_FILE, name=name, link=link, sha256=sha256)
            else:
                yield self._tongue.say(FILE, name=name, link=link)


def as_json(transcript: Transcript) -> Iterator[str]:
    """For programs: every message with its revisions, marks and replies. A line a thread."""
    incident = transcript.incident
    head = {
        "incident": incident.reference,
        "title": incident.title,
        "channel": {"id": incident.channel, "name": incident.channel_name},
        "zone": "UTC",
        "gaps": [_gap(gap) for gap in transcript.gaps],
    }
    yield f'{_dumped(head)[:-1]}, "messages": ['
    drawn, before = _Json(transcript), "\n"
    for thread in transcript.threads:
        yield before + _dumped(drawn.thread(thread))
        before = ",\n"
    yield "\n]}\n"


def _gap(gap: GapNoted) -> dict[str, Any]:
    """What was both written and undone between these times is nowhere."""
    counted = {"messages": gap.messages, "changes": gap.changes}
    return {"since": _iso(gap.since), "until": _iso(gap.until), **counted}


def _dumped(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False)


class _Json:
    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript
        self._names = KnownNames(people=transcript.names)

    def thread(self, thread: Thread) -> dict[str, Any]:
        replies = [self._message(reply) for reply in thread.replies]
        return {**self._message(thread.root), "replies": replies}

    def _message(self, message: Message) -> dict[str, Any]:
        gone = message.deleted_at is not None
        return {
            "ts": message.ts,
            "at": _iso(message.sent_at),
            "author": {"id": message.by, "name": author(message, self._transcript.names)},
            "subtype": message.subtype,
            "deleted_at": _iso(message.deleted_at) if message.deleted_at else None,
            "pinned": message.pinned,
            "reactions": sorted(f"{name} {who}" for name, who in message.marks),
            "revisions": []
            if gone
            else [self._revision(message.ts, revision) for revision in message.revisions],
        }

    def _revision(self, ts: str, revision: Revision) -> dict[str, Any]:
        kept, files = self._transcript.kept, revision.content.files
        return {
            "at": _iso(revision.at),
            "text": _plain(revision.content, self._names),
            "files": [{**file.model_dump(), "sha256": kept.get((ts, file.id))} for file in files],
        }


def _plain(content: Content, names: KnownNames) -> str:
    return to_plain(read_message(content.text, list(content.blocks)), names)


def _iso(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _time(at: datetime, beside: datetime) -> str:
    same = at.date() == beside.date()
    return f"{at:%H:%M}" if same else f"{at:%Y-%m-%d %H:%M}"
