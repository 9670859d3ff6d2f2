"""The escalation matrix as data: after how long, on what condition, whom, and by which way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, HttpUrl

from bot.incident.ids import GroupId, UserId
from bot.incident.roles import Role

LOWEST_RANK = 9
NOTICE = timedelta(minutes=2)
"""So long before a step whoever is in command may say that it is not needed (product rule)."""


class Condition(StrEnum):
    """What has to be so, for as long as the step's delay."""

    ELAPSED = "elapsed"
    """Nothing: the time alone counts."""
    NOT_ACKNOWLEDGED = "not_acknowledged"
    NO_PROGRESS = "no_progress"
    NOT_MITIGATED = "not_mitigated"
    NO_IC = "no_ic"
    UPDATE_LATE = "update_late"


class Way(StrEnum):
    """How somebody is reached. What cannot be done is passed over."""

    PAGERDUTY = "pagerduty"
    WEBHOOK = "webhook"
    DIRECT = "direct"
    """A direct message."""
    MENTION = "mention"
    """A message in the incident's channel."""


ON_CALL, SECONDARY = "on_call", "secondary"
"""Whoever is on call for the incident, first and next; beside roles, contacts and schedules."""
NAMED = (ON_CALL, SECONDARY, *Role)
"""Whom a step can call without configuration of theirs."""
SHIPPED_WAYS = (Way.PAGERDUTY, Way.WEBHOOK, Way.DIRECT)


class Step(BaseModel):
    """`who`: one of NAMED, a contact, a schedule, or the ID of a person or a user group."""

    model_config = ConfigDict(frozen=True)

    when: Condition
    after: timedelta
    who: str
    severities: tuple[str, ...] = ()
    """Their keys; empty: so many of the highest as `down_to` says."""
    down_to: int = LOWEST_RANK
    ways: tuple[Way, ...] = SHIPPED_WAYS
    """The first that works."""

    @property
    def key(self) -> str:
        """The same in whatever place of the matrix it stands."""
        return f"{self.when.value}.{int(self.after.total_seconds() // 60)}.{self.who}"

    def is_of(self, severity: str, rank: int) -> bool:
        return severity in self.severities if self.severities else rank <= self.down_to


class Contact(BaseModel):
    """Somebody to call who is not on call: a manager, a director."""

    model_config = ConfigDict(frozen=True)

    key: str
    name: Mapping[str, str] = Field(default_factory=dict)
    users: tuple[UserId, ...] = ()
    groups: tuple[GroupId, ...] = ()
    schedule: str | None = None
    pagerduty_key_from: str = ""
    """The environment variable that holds the key of a service there."""

    def named(self, locale: str) -> str:
        return self.name.get(locale) or self.name.get("en") or self.key


class PageWebhook(BaseModel):
    """A program that pages people."""

    model_config = ConfigDict(frozen=True)

    url: HttpUrl
    secret_from: str
    """The environment variable that holds the signing secret."""


def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


SHIPPED_STEPS = (
    Step(when=Condition.ELAPSED, after=_minutes(0), who=ON_CALL, down_to=3),
    Step(when=Condition.NOT_ACKNOWLEDGED, after=_minutes(15), who=SECONDARY, down_to=2),
    Step(when=Condition.NO_PROGRESS, after=_minutes(30), who="manager", down_to=2),
    Step(when=Condition.NOT_MITIGATED, after=_minutes(60), who="director", down_to=1),
    Step(when=Condition.NOT_MITIGATED, after=_minutes(120), who="vp", down_to=1),
)
"""Product rule. The briefing of executives that follows is an update, and falls due as one."""


class Escalation(BaseModel):
    """What a team decided about it."""

    model_config = ConfigDict(frozen=True)

    steps: Sequence[Step] = SHIPPED_STEPS
    contacts: tuple[Contact, ...] = ()
    webhook: PageWebhook | None = None

    def contact(self, key: str) -> Contact | None:
        return next((one for one in self.contacts if one.key == key), None)
