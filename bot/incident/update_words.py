"""What a stakeholder update is made of: the moment it speaks at, what it knows, how it reads."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from bot.incident.lifecycle import Status
from bot.incident.roles import Role


class UpdateMoment(StrEnum):
    """At what turn of an incident an update speaks; each has a template for each audience."""

    INITIAL = "initial"
    UPDATE = "update"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    SEVERITY_CHANGED = "severity-changed"
    HOLDING = "holding"
    """Nothing new; still working on it."""
    LATE = "late"
    """It comes later than was promised, and owns it."""
    RESOLVED = "resolved"
    CANCELLED = "cancelled"


class HeldRole(BaseModel):
    """Somebody by the name that people know, never by an id."""

    model_config = ConfigDict(frozen=True)

    role: Role
    name: str


class UpdateFacts(BaseModel):
    """What is known for an update; what is None or empty is not known, or not to be said.

    Texts are as people typed them: whoever shows them makes them safe. `cause` and `done` of an
    update for people outside are those that were cleared for them.
    """

    model_config = ConfigDict(frozen=True)

    reference: str
    title: str
    severity: str
    """A key; templates show the name that configuration gives it."""
    status: Status
    at: datetime
    """When this update speaks."""
    service: str | None = None
    """A key of the service catalogue."""
    impact: str = ""
    changed: tuple[str, ...] = ()
    """What changed since the last update, a sentence each."""
    text: str = ""
    """What a person typed for this update."""
    cause: str = ""
    done: str = ""
    workaround: str = ""
    next_steps: str = ""
    conditions: tuple[str, ...] = ()
    """What is seen: numbers, graphs, hypotheses that are open."""
    actions: tuple[str, ...] = ()
    """What runs now, and who does it."""
    needs: tuple[str, ...] = ()
    """What is missing: people, access, decisions."""
    risk: str = ""
    decision: str = ""
    """What the executives have to decide."""
    roles: tuple[HeldRole, ...] = ()
    started: datetime | None = None
    resolved: datetime | None = None
    duration: timedelta | None = None
    eta: datetime | None = None
    """A promise, if somebody made one."""
    next_update_at: datetime | None = None
    previous_at: datetime | None = None
    """When this audience was told last."""
    promised_at: datetime | None = None
    """For when this update was promised, if it is late."""
    cadence: timedelta | None = None
    slower: bool = False
    """Updates come less often from here on, and this one says so."""
    severity_before: str | None = None
    lasting: str = ""
    postmortem_at: datetime | None = None
    cancelled_as: str = ""
    """One of `ends.CANCELLED_BECAUSE`, or a reason as it was typed."""
    merged_into: str | None = None
    """A reference, if this audience may know it."""
    elsewhere: bool = False
    """It goes on where these readers cannot follow it."""
    room: str | None = None
    """The id of the incident's channel, for people who can open it."""

    @property
    def late_by(self) -> timedelta | None:
        if self.promised_at is None or self.at <= self.promised_at:
            return None
        return self.at - self.promised_at


TYPED = (
    *("title", "impact", "text", "cause", "done", "workaround", "next_steps", "risk", "decision"),
    *("lasting", "cancelled_as", "changed", "conditions", "actions", "needs"),
)
"""The facts that hold what people typed."""


class Rendered(BaseModel):
    """An update in the forms in which it is sent."""

    model_config = ConfigDict(frozen=True)

    subject: str
    slack: str
    """Markup that is safe: whatever people typed in it is inert."""
    plain: str
    html: str
    title: str = ""
    """The incident's, as it may be shown."""
    passed_over: tuple[str, ...] = ()
    """Templates of the team's own that could not be used, each with the reason."""
