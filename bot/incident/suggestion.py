"""A suggestion: something that may become an incident, put to people on a card with buttons."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict
from sqlmodel import SQLModel

from bot.incident.alert_words import AlertSeverity
from bot.incident.ids import ChannelId, IncidentId, MessageTs, SuggestionId, UserId
from bot.incident.pages import Page

TEXT_LIMIT = 1000


class SuggestionState(StrEnum):
    WAITING = "waiting"
    DECLARED = "declared"
    LINKED = "linked"
    DISMISSED = "dismissed"
    """Not an incident, said somebody."""
    WITHDRAWN = "withdrawn"
    """Whoever asked took it back, or nothing was there to ask about."""
    JOINED = "joined"
    """It goes on in another one."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Source(_Value):
    """The message that it is about."""

    channel: ChannelId
    ts: MessageTs
    thread: MessageTs | None = None
    """Of a reply: the message it stands under."""
    by: str = ""
    """The id of a person or a bot."""
    by_name: str = ""

    @property
    def root(self) -> MessageTs:
        return self.thread or self.ts

    def link(self, site: str) -> str | None:
        """Its address. `site`: that of the workspace."""
        if not site:
            return None
        reply = f"?thread_ts={self.thread}&cid={self.channel}" if self.thread else ""
        return f"{site.rstrip('/')}/archives/{self.channel}/p{self.ts.replace('.', '')}{reply}"


class Call(_Value):
    """Somebody put the mark on its message, or took it away again."""

    user: UserId
    at: datetime
    first_at: datetime
    present: bool = True


class Gathered(_Value):
    """An alert in it, as it was last heard of."""

    id: str
    dedup_key: str
    source: str
    title: str
    severity: AlertSeverity | None = None
    severity_told: str = ""
    service: str | None = None
    group: str | None = None
    """The same for alerts that are probably about the same."""
    link: str | None = None
    runbook: str | None = None
    dashboard: str | None = None
    starts_at: datetime
    ends_at: datetime | None = None
    opens: bool = True
    """It fires, and nobody has it in hand."""
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    fired: int = 1
    flapping: bool = False

    @property
    def is_firing(self) -> bool:
        return self.ends_at is None


class Suggestion(SQLModel):
    """A value. What it shows and when it pages is computed from it and the time."""

    model_config = ConfigDict(frozen=True)  # type: ignore[assignment]

    id: SuggestionId
    state: SuggestionState = SuggestionState.WAITING
    title: str = ""
    text: str = ""
    """The words of the message, where no sender is known to have written them."""
    severity: str | None = None
    """Of the incident: the button that comes first."""
    channel: ChannelId | None = None
    ts: MessageTs | None = None
    """Of the message that it is about; to be found by."""
    source: Source | None = None
    place: str = ""
    """The name or ID of the channel of its card; empty: under its message."""
    group: str | None = None
    """What alerts that join it have in common."""
    patience_seconds: int | None = None
    """After so many without a decision somebody is paged; None: never."""
    critical: bool = False
    storm: bool = False
    asked: bool = False
    """By people, and withdrawn when none of them asks any more."""
    calls: tuple[Call, ...] = ()
    gathered: tuple[Gathered, ...] = ()
    more: int = 0
    """So many alerts beside those that are kept one by one."""
    grew_at: datetime | None = None
    """When an alert joined last."""
    pages: tuple[Page, ...] = ()
    near: IncidentId | None = None
    """The incident it seems to be about."""
    reopens: bool = False
    """That one was resolved just before."""
    rule: str = ""
    """By which it was decided without anybody."""
    opened_at: datetime
    decided_at: datetime | None = None
    decided_by: UserId | None = None
    incident: IncidentId | None = None
    hidden: bool = False
    """That incident is private, and nothing leads to it."""
    joined: SuggestionId | None = None
    version: int = 1
    wake_at: datetime | None = None

    @property
    def is_waiting(self) -> bool:
        return self.state is SuggestionState.WAITING

    @property
    def patience(self) -> timedelta | None:
        seconds = self.patience_seconds
        return None if seconds is None else timedelta(seconds=seconds)

    @property
    def is_read(self) -> bool:
        """What its message says is known."""
        return bool(self.title)

    @property
    def callers(self) -> tuple[UserId, ...]:
        """Who has the mark on its message, the first one first."""
        there = sorted((one for one in self.calls if one.present), key=lambda one: one.first_at)
        return tuple(one.user for one in there)

    @property
    def alerts(self) -> int:
        return len(self.gathered) + self.more

    @property
    def firing(self) -> int:
        return sum(one.is_firing for one in self.gathered)

    @property
    def fired(self) -> int:
        return sum(one.fired for one in self.gathered) + self.more

    @property
    def opens(self) -> bool:
        """Whether an alert in it fires that nobody has in hand."""
        return any(one.opens for one in self.gathered)

    @property
    def is_clear(self) -> bool:
        return bool(self.gathered) and self.firing == 0

    @property
    def service(self) -> str | None:
        """As the sender calls it, where all of them name the same."""
        named = {one.service for one in self.gathered}
        return named.pop() if len(named) == 1 else None

    @property
    def began_at(self) -> datetime | None:
        """When the first of its alerts began: that is when it was detected."""
        return min((one.starts_at for one in self.gathered), default=None)


def called(suggestion: Suggestion, user: UserId, at: datetime, *, present: bool) -> Suggestion:
    """With one more word of somebody's mark; what happened later counts, whenever it is heard."""
    before = next((one for one in suggestion.calls if one.user == user), None)
    if before is not None and at <= before.at:
        return suggestion
    again = before is not None and not before.present and present
    first_at = at if before is None or again else before.first_at
    one = Call(user=user, at=at, first_at=first_at, present=present)
    others = tuple(call for call in suggestion.calls if call.user != user)
    return suggestion.model_copy(update={"calls": (*others, one)})


def decided(
    suggestion: Suggestion,
    state: SuggestionState,
    now: datetime,
    *,
    by: UserId | None = None,
    incident: IncidentId | None = None,
    hidden: bool = False,
) -> Suggestion:
    """Whoever it calls needs to be called no more."""
    ended = tuple(page.model_copy(update={"ended_at": now}) for page in suggestion.pages)
    change = {"state": state, "decided_at": now, "decided_by": by, "pages": ended}
    return suggestion.model_copy(update={**change, "incident": incident, "hidden": hidden})
