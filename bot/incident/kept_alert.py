"""An alert on record: what is known of it, where it was told, and what became of it here."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NewType, Self

from pydantic import BaseModel, ConfigDict
from sqlmodel import Field, SQLModel

from bot.incident.alert import Alert, Note
from bot.incident.ids import ChannelId, IncidentId, MessageTs, UserId
from bot.incident.known_alert import KnownAlert

AlertId = NewType("AlertId", str)
"""A UUID. It stays when the alert gets another `dedup_key`, since a webhook knows a better one."""

NOTES = 20
"""So many notes are kept with an alert, the latest."""


class Way(StrEnum):
    """How a word about an alert came here."""

    WEBHOOK = "webhook"
    MESSAGE = "message"


class AlertNote(BaseModel):
    model_config = ConfigDict(frozen=True)

    text: str
    by: str | None = None
    at: datetime
    link: str | None = None


class KeptAlert(SQLModel):
    """All words with the same `dedup_key` are about one of these. Its texts are masked, and raw."""

    model_config = ConfigDict(frozen=True)  # type: ignore[assignment]

    id: AlertId
    dedup_key: str
    copy_key: str | None = None
    """The `dedup_key` of the tool's message in Slack about it, where that is another."""
    known: KnownAlert
    by_webhook: bool = False
    """A webhook has told of it: what messages tell of it as well are copies."""
    channel: ChannelId | None = None
    ts: MessageTs | None = None
    """The newest message that told of it, in which channel."""
    sent_in: str | None = None
    """The sender's own key of the group in which it last came."""
    left_out: int = 0
    """So many more alerts of that group the sender had, and did not send."""
    again: str | None = None
    """The digest of the word that is only counted when it comes once more."""
    notes: tuple[AlertNote, ...] = ()
    incident: IncidentId | None = None
    """Which incident took it."""
    linked_at: datetime | None = None
    ignored_by: UserId | None = None
    """Who said that it is no incident; None beside an `ignored_at`: a rule, `ignored_why`."""
    ignored_at: datetime | None = None
    ignored_why: str = Field(default="")
    """The name of the rule or silence, if it was one."""

    @classmethod
    def first(cls, id: AlertId, said: Alert, heard_at: datetime) -> Self:
        known = KnownAlert.first(said, heard_at)
        return cls(id=id, dedup_key=said.dedup_key, copy_key=said.copy_key, known=known)

    @property
    def alert(self) -> Alert:
        """Its present picture."""
        return self.known.alert

    def linked(self, incident: IncidentId | None, at: datetime) -> Self:
        """To this incident, or to none any more."""
        return self.model_copy(
            update={"incident": incident, "linked_at": at if incident is not None else None}
        )

    def ignored(self, at: datetime, *, by: UserId | None = None, why: str = "") -> Self:
        return self.model_copy(update={"ignored_at": at, "ignored_by": by, "ignored_why": why})

    def noted(self, note: Note, heard_at: datetime) -> Self:
        """The same note again changes nothing."""
        one = AlertNote(text=note.text, by=note.by, at=note.at or heard_at, link=note.link)
        notes = self.notes if one in self.notes else (*self.notes, one)
        return self.model_copy(update={"notes": notes[-NOTES:]})
