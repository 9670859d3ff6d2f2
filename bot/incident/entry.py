"""Key entries of a timeline: what people log, decide and mark, each following its message."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from pydantic import BaseModel, ConfigDict
from sqlmodel import SQLModel

from bot.incident.ids import ChannelId, IncidentId, MessageTs

EntryId = NewType("EntryId", str)
ENTRY_LIMIT = 3000
OBJECT_WITHIN = timedelta(minutes=10)
"""To a decision, after it was made (product rule)."""
_NAMESPACE = uuid.UUID("5c0e1d5e-0a8f-4b3e-9d43-2f6c1f5f8a10")


class EntryKind(StrEnum):
    OBSERVATION = "observation"
    HYPOTHESIS = "hypothesis"
    ACTION = "action"
    DECISION = "decision"
    OBJECTION = "objection"
    """To a decision; it stands beside it."""
    COMMUNICATION = "communication"
    PARKED = "parked"
    """A question for the post-mortem."""
    NOTE = "note"


class Correction(BaseModel):
    """What somebody made of an entry by hand; None: left as it was."""

    model_config = ConfigDict(frozen=True)

    by: str
    at: datetime
    text: str | None = None
    occurred_at: datetime | None = None
    kind: EntryKind | None = None
    hidden: bool | None = None
    dropped: bool | None = None


class Entry(SQLModel):
    """As it stands now; `corrections` is its history, for an entry that was typed from its first
    words on.
    """

    model_config = ConfigDict(frozen=True)  # type: ignore[assignment]

    id: EntryId
    incident: IncidentId
    kind: EntryKind
    occurred_at: datetime
    recorded_at: datetime
    by: str | None = None
    """Whose words these are: a person's, or a bot's."""
    by_name: str = ""
    text: str = ""
    """Empty also when its words were erased."""
    channel: ChannelId | None = None
    ts: MessageTs | None = None
    """Where the message stands that it was made of, or that asked for it."""
    thread: MessageTs | None = None
    typed: bool = False
    """Logged or decided, and not made of a message."""
    said: bool = False
    """The bot shows it in the channel as one line."""
    marked: bool = False
    """A mark stands on its message."""
    scribed: bool = False
    """The scribe wrote it, and wanted all of that kept."""
    struck: bool = False
    """Its message was deleted."""
    hidden: bool = False
    dropped: bool = False
    """Of a hypothesis: ruled out."""
    about: EntryId | None = None
    """Of an objection: the decision."""
    way: str = ""
    """Of a decision how the outage ends: its key, with `text` as a note."""
    until: datetime | None = None
    touched_at: datetime
    """When it last changed, so that what shows it can follow."""
    corrections: tuple[Correction, ...] = ()

    @property
    def shown(self) -> bool:
        """Unmarked again it is none, unless somebody has made it theirs."""
        wanted = self.typed or self.marked or self.scribed or bool(self.corrections)
        return wanted and not self.hidden


def objections_end(entry: Entry) -> datetime | None:
    """Until when somebody may object; None: to nothing but a decision that somebody typed."""
    disputable = entry.typed and entry.kind is EntryKind.DECISION
    return entry.recorded_at + OBJECT_WITHIN if disputable and entry.shown else None


def id_of(*key: str) -> EntryId:
    """The same for the same key: an intent that comes again makes the same entry."""
    return EntryId(uuid.uuid5(_NAMESPACE, "\n".join(key)).hex)


def corrected(entry: Entry, correction: Correction) -> Entry:
    """The entry after somebody changed it; whatever it is made of, their words stand from now."""
    changes = {
        name: value
        for name in ("text", "occurred_at", "kind", "hidden", "dropped")
        if (value := getattr(correction, name)) is not None and value != getattr(entry, name)
    }
    if not changes:
        return entry
    correction = Correction(by=correction.by, at=correction.at, **changes)
    return entry.model_copy(
        update={
            **changes,
            "touched_at": correction.at,
            "corrections": (*entry.corrections, correction),
        }
    )


def erased(entry: Entry) -> Entry:
    """Without words; who wrote and corrected it, and when, stays."""
    corrections = tuple(one.model_copy(update={"text": None}) for one in entry.corrections)
    return entry.model_copy(update={"text": "", "corrections": corrections})
