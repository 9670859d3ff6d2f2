"""An incident: the state that the facts of its timeline add up to."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict
from sqlmodel import Field, SQLModel

from bot.incident.alert_facts import Alerts
from bot.incident.handover import Handover
from bot.incident.ids import ChannelId, IncidentId, UserId
from bot.incident.lifecycle import OPEN, Status
from bot.incident.moments import Moments
from bot.incident.pages import Pressure
from bot.incident.postmortem.state import Postmortem
from bot.incident.repeat_facts import Repeats
from bot.incident.roles import Holding, Role
from bot.incident.scribing import Scribing
from bot.incident.updates import Updates

TITLE_LIMIT = 150
LOOK_AGAIN = timedelta(seconds=5)
"""The hint beside a wake-up call made at once: it is needed only when that call is lost."""
IMPACT_LIMIT = 1000


class Tick(BaseModel):
    """An item of a checklist is done, says this person."""

    model_config = ConfigDict(frozen=True)

    by: UserId
    at: datetime


class Incident(SQLModel):
    """A value. What people do to it is a fact, and `evolve` says what the fact makes of it."""

    model_config = ConfigDict(frozen=True)  # type: ignore[assignment]

    id: IncidentId
    number: int
    title: str = Field(max_length=TITLE_LIMIT)
    severity: str
    severity_assumed: bool = False
    """Nobody has chosen it yet."""
    status: Status = Status.INVESTIGATING
    impact: str = ""
    private: bool = False
    declared_by: UserId
    declared_at: datetime
    channel: ChannelId | None = None
    channel_name: str | None = None
    adopted: bool = False
    """Its channel was there before it, and was not opened by the bot."""
    history_due: bool = False
    """What was said in its channel before is still to be read back."""
    alike: tuple[int, ...] = ()
    """Numbers of incidents that are probably the same; noted on both cards."""
    declared_title: str = ""
    """Its channel is named after this, whatever it is called later."""
    service: str | None = None
    """A key of the service catalogue."""
    roles: dict[Role, Holding] = Field(default_factory=dict)
    no_ic_since: datetime | None = None
    """When it was last without somebody in command; that may be over."""
    moments: Moments = Field(default_factory=Moments)
    handover: Handover | None = None
    ticks: dict[str, Tick] = Field(default_factory=dict)
    way: str = ""
    """What the decision card was answered with last."""
    way_at: datetime | None = None
    way_note: str = ""
    way_by: UserId | None = None
    way_struck: bool = False
    """The message that decided it was deleted, and its words with it."""
    way_until: datetime | None = None
    """When waiting is over, if that was decided."""
    way_asked_at: datetime | None = None
    """When the decision card was put last because somebody, or the end of waiting, asked for it."""
    status_by: UserId | None = None
    """Who gave it its present status."""
    status_at: datetime | None = None
    ended_because: str = ""
    """Why it was cancelled, reopened, or its post-mortem waived."""
    resolution: str = ""
    lasting: str = ""
    merged_into: int | None = None
    merged_hidden: bool = False
    """It went into a private one, which is not named where this one is shown."""
    before_merge: Status | None = None
    related: tuple[int, ...] = ()
    quiet_until: datetime | None = None
    scribing: tuple[Scribing, ...] = ()
    """When all that the scribe wrote was to be kept as key entries."""
    ended_at: datetime | None = None
    """Since when it is closed, cancelled or merged; its channel is archived some time after."""
    keep_until: datetime | None = None
    archived: bool = False
    words_erased_at: datetime | None = None
    """When words that messages of the bot's own may have repeated were last erased."""
    updates: Updates = Field(default_factory=Updates)
    drill: bool = False
    """Practice: nobody outside its channel hears of it."""
    pressure: Pressure = Field(default_factory=Pressure)
    repeats: Repeats = Field(default_factory=Repeats)
    postmortem: Postmortem = Field(default_factory=Postmortem)
    alerts: Alerts = Field(default_factory=Alerts)
    imported_from: str | None = None
    """Another bot ran it: the address of its workspace. This one only keeps it."""
    version: int = 1
    """Counts the changes; a wake-up time computed from an older one is not stored."""
    wake_at: datetime | None = None
    """A hint when to look again; what is due is always computed."""

    @property
    def reference(self) -> str:
        return f"INC-{self.number}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def holder(self, role: Role) -> UserId | None:
        holding = self.roles.get(role)
        return holding.user if holding else None

    @property
    def commander(self) -> UserId | None:
        return self.holder(Role.IC)
