"""The tables of alerts: those that are known, what was delivered, and what nobody could read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import ConfigDict, TypeAdapter
from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from bot.incident.alert import ChangeEvent
from bot.incident.ids import ChannelId, IncidentId, MessageTs, UserId
from bot.incident.kept_alert import AlertId, AlertNote, KeptAlert
from bot.incident.known_alert import KnownAlert
from bot.incident.unread_alert import UnreadAlert
from bot.incident.watch import Watch
from bot.storage.columns import AsJson, id_column

_NOTES = AsJson(TypeAdapter(tuple[AlertNote, ...]))
_REPEATED: Any = {f"{name}_where": text("repeats > 0") for name in ("sqlite", "postgresql")}


class AlertRow(KeptAlert, table=True):
    __tablename__ = "alert"
    __table_args__ = (
        Index(None, "firing", "heard_at"),
        Index(None, "channel", "ts"),
        Index("ix_alert_repeated", "heard_at", **_REPEATED),
    )
    model_config = ConfigDict(frozen=False)

    id: AlertId = id_column(primary_key=True)
    dedup_key: str = Field(unique=True)
    copy_key: str | None = Field(default=None, index=True)
    known: Any = Field(sa_type=AsJson(TypeAdapter(KnownAlert)))
    channel: ChannelId | None = id_column(default=None)
    ts: MessageTs | None = id_column(default=None)
    notes: tuple[AlertNote, ...] = Field(default=(), sa_type=_NOTES)
    incident: IncidentId | None = id_column(
        default=None, foreign_key="incident.id", index=True, nullable=True
    )
    ignored_by: UserId | None = id_column(default=None)
    firing: bool
    heard_at: datetime = Field(index=True)
    """Both as the known alert has them, to find it by; heard later if it was repeated since."""
    repeats: int = 0
    """So often was its last word repeated since: counted here, and not in `known`."""


class AlertDeliveryRow(SQLModel, table=True):
    __tablename__ = "alert_delivery"

    source: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    heard_at: datetime = Field(index=True)


class AlertChangeRow(SQLModel, table=True):
    """Something was deployed or switched; `at`: then, or when it was heard of."""

    __tablename__ = "alert_change"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    change: Any = Field(sa_type=AsJson(TypeAdapter(ChangeEvent)))


class UnreadAlertRow(UnreadAlert, table=True):
    __tablename__ = "unread_alert"
    __table_args__ = (Index(None, "source", "last_at"),)
    model_config = ConfigDict(frozen=False)

    key: str = Field(primary_key=True)


class WatchRow(Watch, table=True):
    __tablename__ = "watch"
    model_config = ConfigDict(frozen=False)

    channel: ChannelId = id_column(primary_key=True)
    by: UserId = id_column()
