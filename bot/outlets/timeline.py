"""The key entries of an incident, for programs. Times are UTC."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bot.incident.entry import Correction, Entry
from bot.incident.markup.as_plain import to_plain
from bot.incident.markup.message import read_message
from bot.incident.markup.names import KnownNames
from bot.incident.message import Revision
from bot.incident.timeline import TimelineEntry
from bot.response.chronicle import Chronicle
from bot.response.timeline import permalink

VERSION = 1


def as_json(chronicle: Chronicle) -> Iterator[str]:
    """A line an entry, so that a long one is written as it is drawn."""
    incident = chronicle.incident
    head = {
        "version": VERSION,
        "incident": incident.reference,
        "title": incident.title,
        "zone": "UTC",
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "entries": ['
    for number, line in enumerate(chronicle.lines):
        told = _entry(line, chronicle) if isinstance(line, Entry) else _fact(line, chronicle)
        yield (",\n" if number else "\n") + json.dumps(told, ensure_ascii=False)
    yield "\n]}\n"


def _entry(entry: Entry, chronicle: Chronicle) -> dict[str, Any]:
    """What was taken back is there without its words."""
    return {
        "id": entry.id,
        "at": _iso(entry.occurred_at),
        "recorded_at": _iso(entry.recorded_at),
        "kind": entry.kind.value,
        "author": _who(entry.by, chronicle, entry.by_name),
        "text": None if entry.struck else entry.text,
        "deleted": entry.struck,
        "ruled_out": entry.dropped,
        "decision": {"way": entry.way, "until": _maybe(entry.until)} if entry.way else None,
        "about": entry.about,
        "permalink": permalink(chronicle.site, entry),
        "revisions": [] if entry.struck else list(_revisions(entry, chronicle)),
    }


def _revisions(entry: Entry, chronicle: Chronicle) -> Iterator[dict[str, Any]]:
    """Of its message first, then what people made of it by hand."""
    for revision in chronicle.revisions.get(entry.ts, ()) if entry.ts else ():
        text = _plain(revision, KnownNames(people=chronicle.names))
        yield {"at": _iso(revision.at), "by": _who(entry.by, chronicle), "text": text}
    for correction in entry.corrections:
        yield {
            "at": _iso(correction.at),
            "by": _who(correction.by, chronicle),
            **_changes(correction),
        }


def _changes(correction: Correction) -> dict[str, Any]:
    changes = {
        "text": correction.text,
        "kind": correction.kind.value if correction.kind else None,
        "occurred_at": _maybe(correction.occurred_at),
        "ruled_out": correction.dropped,
    }
    return {name: value for name, value in changes.items() if value is not None}


def _fact(entry: TimelineEntry, chronicle: Chronicle) -> dict[str, Any]:
    fact = entry.fact.model_dump(mode="json", exclude={"kind"})
    return {
        "at": _iso(entry.occurred_at),
        "recorded_at": _iso(entry.recorded_at),
        "kind": "change",
        "author": _who(entry.by, chronicle) if entry.by else None,
        "change": entry.fact.kind,
        "fact": fact,
    }


def _who(id: str | None, chronicle: Chronicle, then: str = "") -> dict[str, Any]:
    """As they were called when they wrote it, else as they are called now."""
    return {"id": id, "name": then or chronicle.names.get(id or "") or id or "?"}


def _plain(revision: Revision, names: KnownNames) -> str:
    content = revision.content
    return to_plain(read_message(content.text, list(content.blocks)), names)


def _maybe(at: datetime | None) -> str | None:
    return _iso(at) if at else None


def _iso(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
