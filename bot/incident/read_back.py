"""How far a channel has been read back: a reading that is broken off goes on where it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pydantic import ConfigDict
from sqlmodel import SQLModel

from bot.incident.gap import Missed
from bot.incident.ids import ChannelId, IncidentId, MessageTs


@dataclass(frozen=True, slots=True)
class OpenChannel:
    """The channel of an incident that is open: of many, no more than this is looked at."""

    incident: IncidentId
    history_due: bool
    under_way: bool
    """Reading the whole of it was begun, and has not come to its end."""


class ReadBack(SQLModel):
    """`whole`: from now down to the first message, and then all threads. Otherwise only down to
    where the last whole one began.
    """

    model_config = ConfigDict(frozen=True)  # type: ignore[assignment]

    channel: ChannelId
    whole: bool
    complete_at: datetime | None = None
    """When the last reading that came to its end began: all that was sent before is on record."""
    began_at: datetime | None = None
    """None: none is under way."""
    paged: bool = False
    """The pages are done; threads in which nothing seemed to happen are next."""
    down_to: MessageTs | None = None
    """Everything younger has been read."""
    messages: int = 0
    changes: int = 0
    first: datetime | None = None
    """When the first of what was missed happened."""

    @property
    def known_until(self) -> datetime | None:
        """What was sent before that, this reading finds or has found."""
        return self.began_at or self.complete_at

    def begun(self, now: datetime) -> ReadBack:
        return ReadBack(
            channel=self.channel, whole=self.whole, complete_at=self.complete_at, began_at=now
        )

    def found(self, missed: Missed) -> ReadBack:
        counted = Missed((), self.messages, self.changes, self.first) + missed
        return self.model_copy(
            update={
                "messages": counted.messages,
                "changes": counted.changes,
                "first": counted.first,
            }
        )

    def read(self, down_to: MessageTs | None, *, more: bool) -> ReadBack:
        """A page, or a thread; when there is no more of its kind, the next kind begins anew."""
        if more:
            return self.model_copy(update={"down_to": down_to})
        return self.model_copy(update={"down_to": None, "paged": True})

    def ended(self) -> ReadBack:
        return ReadBack(channel=self.channel, whole=self.whole, complete_at=self.began_at)
