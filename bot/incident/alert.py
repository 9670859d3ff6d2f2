"""Alerts: what a monitoring tool says, in the one form that all of them are brought into.

The text in them comes from outside and is raw: whoever draws it makes it inert. It is bounded
already, though, and without signs that nobody can see; links are absolute and lead to the web.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from bot.incident.alert_words import (
    AlertSeverity,
    a_line,
    a_link,
    a_moment,
    a_text,
    some_labels,
)

TITLE, NAME, ID, KEY, WORD, TEXT = 300, 200, 500, 200, 60, 1000
"""So many characters of each are kept."""
MANY = 1_000_000
"""No database takes any number that a sender may think of."""


def _cut(limit: int) -> BeforeValidator:
    return BeforeValidator(partial(a_line, limit=limit))


def _cut_or_none(limit: int) -> BeforeValidator:
    return BeforeValidator(lambda value: a_line(value, limit) or None)


Name = Annotated[str | None, _cut_or_none(NAME)]
Id = Annotated[str | None, _cut_or_none(ID)]
Text = Annotated[str, BeforeValidator(partial(a_text, limit=TEXT))]
Link = Annotated[str | None, BeforeValidator(a_link)]
Moment = Annotated[datetime | None, BeforeValidator(a_moment)]
Source = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Key = Annotated[str, Field(min_length=1, max_length=KEY)]


class AlertState(StrEnum):
    FIRING = "firing"
    RESOLVED = "resolved"


class Condition(StrEnum):
    """Why it fires, if not because a limit was passed."""

    NO_DATA = "no_data"
    EVALUATION_ERROR = "evaluation_error"


class Alert(BaseModel):
    """One word of a tool about one of its alerts: that it fires, is acknowledged or is resolved.

    Two words with the same `dedup_key` speak of the same alert. Times that the tool did not tell
    are None; then the time of receipt counts.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Source
    """The tool, not the way: a message that it posted in Slack has the same source."""
    dedup_key: Key
    external_id: Id = None
    """The tool's own id of the alert, or of the event where it has no other."""
    fingerprint: Id = None
    """The tool's key that stays the same from firing to resolved, if it has one."""
    copy_key: Key | None = None
    """The `dedup_key` of the tool's message in Slack about this, where the two share no id.

    Several alerts may have it, if one message stands for all of them.
    """
    title: Annotated[str, _cut(TITLE)] = ""
    text: Text = ""
    """What else it says, in its own words."""
    severity_told: Annotated[str, _cut(WORD)] = ""
    severity: AlertSeverity | None = None
    """None: it was not told, or in no known word."""
    state: AlertState
    acknowledged: bool = False
    acknowledged_at: Moment = None
    acknowledged_by: Name = None
    released: bool = False
    """Whoever had acknowledged it has let go of it."""
    service: Name = None
    """As the tool calls it; it need not be in the catalogue."""
    link: Link = None
    runbook: Link = None
    dashboard: Link = None
    told_at: Moment = None
    """When the tool said this, where that is not its start or its end."""
    starts_at: Moment = None
    ends_at: Moment = None
    condition: Condition | None = None
    labels: Annotated[Mapping[str, str], BeforeValidator(some_labels)] = Field(default_factory=dict)
    is_test: bool = False
    is_heartbeat: bool = False
    """It always fires; only its absence means something."""

    @model_validator(mode="before")
    @classmethod
    def _titled(cls, values: dict[str, object]) -> dict[str, object]:
        """Something to call it by, always."""
        named = ("title", "text", "service", "external_id", "source")
        title = next((line for name in named if (line := a_line(values.get(name), TITLE))), "")
        return {**values, "title": title}

    @field_validator("ends_at", mode="after")
    @classmethod
    def _sane(cls, ends_at: datetime | None, read: ValidationInfo) -> datetime | None:
        """What fires has not ended, and nothing ends before it starts."""
        starts_at = read.data.get("starts_at")
        if ends_at is None or read.data.get("state") is AlertState.FIRING:
            return None
        return None if starts_at and ends_at < starts_at else ends_at

    @property
    def is_firing(self) -> bool:
        return self.state is AlertState.FIRING

    @property
    def happened_at(self) -> datetime | None:
        """When what it says came to be, as far as the tool told."""
        return self.told_at or (self.starts_at if self.is_firing else self.ends_at)


class Note(BaseModel):
    """Something new about an alert that is known already: no alert of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Source
    dedup_key: Key
    text: Text = ""
    by: Name = None
    at: Moment = None
    link: Link = None


class ChangeEvent(BaseModel):
    """Something was deployed or switched: it belongs beside an incident, and opens none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Source
    title: Annotated[str, _cut(TITLE)]
    service: Name = None
    environment: Name = None
    revision: Name = None
    result: Annotated[str, _cut(WORD)] = ""
    by: Name = None
    link: Link = None
    at: Moment = None


class Echo(BaseModel):
    """Somebody took up, at the sender, a page that the bot itself had raised there: no alert."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    page: Key
    by: Name = None
    at: Moment = None


class Delivery(BaseModel):
    """All that one request or one message said, in its own order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id = None
    """The sender's id of this delivery: the same again is a repetition of it, not of the alert."""
    alerts: tuple[Alert, ...] = ()
    updates: tuple[Alert, ...] = ()
    """Words that change an alert that is known, and are nothing if it is not."""
    notes: tuple[Note, ...] = ()
    changes: tuple[ChangeEvent, ...] = ()
    echoes: tuple[Echo, ...] = ()
    left_out: Annotated[int, BeforeValidator(lambda told: min(told, MANY)), Field(ge=0)] = 0
    """So many more alerts the sender had, and did not send."""
    group: Id = None
    """The sender's own key of the group in which it sent them."""
    is_handshake: bool = False
    """A subscription, a test or an installation: it is answered, and opens nothing."""


def dedup_key(source: str, *parts: object) -> str:
    """One key for all words about one alert; long ones are replaced by their digest."""
    lines = (a_line(part, 4 * ID).replace("%", "%25").replace("|", "%7C") for part in parts)
    key = "|".join((source, *lines))
    if len(key) <= KEY:
        return key
    return f"{source}|{hashlib.sha256(key.encode()).hexdigest()}"
