"""The tables: one row class for each value that is remembered. Rows never leave `storage`.

Those of what is said in channels are in `record_tables`, those of alerts in `alert_tables`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import ConfigDict, TypeAdapter
from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from bot.incident.action_type import ActionType
from bot.incident.alert_facts import Alerts
from bot.incident.effect import Effect, EffectId, EffectState
from bot.incident.handover import Handover
from bot.incident.home import Home
from bot.incident.ids import ChannelId, GroupId, IncidentId, UserId
from bot.incident.incident import Incident, Tick
from bot.incident.lifecycle import Status
from bot.incident.moments import Moments
from bot.incident.on_call import Feed, Match
from bot.incident.pages import Pressure
from bot.incident.person import Person, UserGroup
from bot.incident.postmortem.state import Postmortem
from bot.incident.question import Choice, Declaration, Question, QuestionId, QuestionKind
from bot.incident.repeat_facts import Repeats
from bot.incident.roles import Holding, Role
from bot.incident.scribing import Scribing
from bot.incident.subscription import Subscription
from bot.incident.task import Task, TaskId, TaskKind, TaskState
from bot.incident.timeline import Fact, TimelineEntry
from bot.incident.updates import Updates
from bot.storage.columns import AsJson, AsText, id_column

_NUMBERS = AsJson(TypeAdapter(tuple[int, ...]))
_USERS = AsJson(TypeAdapter(tuple[UserId, ...]))
_SCRIBING = AsJson(TypeAdapter(tuple[Scribing, ...]))
_HISTORY_DUE: dict[str, Any] = {
    "sqlite_where": text("history_due = 1"),
    "postgresql_where": text("history_due"),
}
_TEXTS = AsJson(TypeAdapter(dict[str, str]))


class IncidentRow(Incident, table=True):
    __tablename__ = "incident"
    __table_args__ = (
        Index(None, "declared_by", "declared_at"),
        Index(None, "declared_at"),
        Index("ix_incident_history_due", "number", **_HISTORY_DUE),
    )
    model_config = ConfigDict(frozen=False)

    id: IncidentId = id_column(primary_key=True)
    number: int = Field(unique=True)
    title: str
    declared_by: UserId = id_column()
    status: Status = Field(sa_type=AsText(Status), index=True)
    channel: ChannelId | None = id_column(default=None, unique=True)
    alike: tuple[int, ...] = Field(default=(), sa_type=_NUMBERS)
    roles: dict[Role, Holding] = Field(sa_type=AsJson(TypeAdapter(dict[Role, Holding])))
    moments: Any = Field(sa_type=AsJson(TypeAdapter(Moments)))
    handover: Any = Field(default=None, sa_type=AsJson(TypeAdapter(Handover | None)), nullable=True)
    ticks: dict[str, Tick] = Field(sa_type=AsJson(TypeAdapter(dict[str, Tick])))
    status_by: UserId | None = id_column(default=None)
    way_by: UserId | None = id_column(default=None)
    before_merge: Status | None = Field(default=None, sa_type=AsText(Status), nullable=True)
    related: tuple[int, ...] = Field(default=(), sa_type=_NUMBERS)
    updates: Any = Field(sa_type=AsJson(TypeAdapter(Updates)))
    pressure: Any = Field(sa_type=AsJson(TypeAdapter(Pressure)))
    repeats: Any = Field(sa_type=AsJson(TypeAdapter(Repeats)))
    postmortem: Any = Field(sa_type=AsJson(TypeAdapter(Postmortem)))
    alerts: Any = Field(sa_type=AsJson(TypeAdapter(Alerts)))
    scribing: tuple[Scribing, ...] = Field(default=(), sa_type=_SCRIBING)
    wake_at: datetime | None = Field(default=None, index=True)


class EntryRow(TimelineEntry, table=True):
    __tablename__ = "timeline"
    __table_args__ = (Index(None, "incident", "occurred_at"), Index(None, "incident", "kind"))
    model_config = ConfigDict(frozen=False)

    arrival: int | None = Field(default=None, primary_key=True)
    incident: IncidentId = id_column(foreign_key="incident.id")
    by: UserId | None = id_column(default=None)
    fact: Any = Field(sa_type=AsJson(TypeAdapter(Fact)))
    kind: str
    """The fact's, to find it by."""


class EffectRow(Effect, table=True):
    __tablename__ = "effect"
    __table_args__ = (UniqueConstraint("incident", "key"),)
    model_config = ConfigDict(frozen=False)

    id: EffectId = id_column(primary_key=True)
    incident: IncidentId = id_column(foreign_key="incident.id")
    state: EffectState = Field(sa_type=AsText(EffectState), index=True)
    result: dict[str, str] = Field(sa_type=_TEXTS)
    detail: dict[str, str] = Field(sa_type=_TEXTS)


class IntentRow(SQLModel, table=True):
    """What somebody wanted once, by its key; `outcome` says what became of it."""

    __tablename__ = "intent"

    key: str = Field(primary_key=True)
    claimed_at: datetime
    outcome: str | None = None


class QuestionRow(Question, table=True):
    __tablename__ = "question"
    model_config = ConfigDict(frozen=False)

    id: QuestionId = id_column(primary_key=True)
    kind: QuestionKind = Field(sa_type=AsText(QuestionKind))
    declaration: Any = Field(sa_type=AsJson(TypeAdapter(Declaration)))
    about: IncidentId | None = id_column(default=None)
    due_at: datetime | None = Field(default=None, index=True)
    answer: Choice | None = Field(default=None, sa_type=AsText(Choice))
    answered_by: UserId | None = id_column(default=None)
    outcome: IncidentId | None = id_column(default=None)


class MemberRow(SQLModel, table=True):
    """Somebody came into an incident's channel, or left it: what was last seen, and when."""

    __tablename__ = "member"

    incident: IncidentId = id_column(primary_key=True, foreign_key="incident.id")
    person: UserId = id_column(primary_key=True, index=True)
    present: bool
    seen_at: datetime
    spoke_at: datetime | None = None
    """When they last wrote something there."""


class TaskRow(Task, table=True):
    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("incident", "kind", "number"),
        Index(None, "owner", "state"),
        Index(None, "source"),
    )
    model_config = ConfigDict(frozen=False)

    id: TaskId = id_column(primary_key=True)
    incident: IncidentId = id_column(foreign_key="incident.id")
    kind: TaskKind = Field(sa_type=AsText(TaskKind))
    type: ActionType | None = Field(default=None, sa_type=AsText(ActionType), nullable=True)
    state: TaskState = Field(default=TaskState.OPEN, sa_type=AsText(TaskState))
    owner: UserId | None = id_column(default=None)
    created_by: UserId = id_column()
    ended_by: UserId | None = id_column(default=None)
    given_by: UserId | None = id_column(default=None)
    reason: str = ""


class SubscriptionRow(Subscription, table=True):
    __tablename__ = "subscription"
    model_config = ConfigDict(frozen=False)

    person: UserId = id_column(primary_key=True)
    topic: str = Field(primary_key=True, index=True)


class PersonRow(Person, table=True):
    __tablename__ = "person"
    model_config = ConfigDict(frozen=False)

    id: UserId = id_column(primary_key=True)


class UserGroupRow(UserGroup, table=True):
    __tablename__ = "user_group"
    model_config = ConfigDict(frozen=False)

    id: GroupId = id_column(primary_key=True)
    members: tuple[UserId, ...] = Field(default=(), sa_type=_USERS)


class HomeRow(Home, table=True):
    __tablename__ = "home"
    model_config = ConfigDict(frozen=False)

    person: UserId = id_column(primary_key=True)
    opened_at: datetime = Field(index=True)
    pages: dict[str, int] = Field(sa_type=AsJson(TypeAdapter(dict[str, int])))


class FeedRow(Feed, table=True):
    __tablename__ = "feed"
    model_config = ConfigDict(frozen=False)

    schedule: str = Field(primary_key=True)


class MatchRow(Match, table=True):
    __tablename__ = "email_match"
    model_config = ConfigDict(frozen=False)

    email: str = Field(primary_key=True)
    person: UserId | None = id_column(default=None)


class UnreadRow(SQLModel, table=True):
    __tablename__ = "unread"

    event_id: str = Field(primary_key=True)
    body: dict[str, Any] = Field(sa_type=JSON)
    error: str
    received_at: datetime


class NoteRow(SQLModel, table=True):
    __tablename__ = "note"

    name: str = Field(primary_key=True)
    value: str


class CounterRow(SQLModel, table=True):
    """The last number given out; taken in the transaction that uses it, so none is lost."""

    __tablename__ = "counter"

    name: str = Field(primary_key=True)
    value: int
