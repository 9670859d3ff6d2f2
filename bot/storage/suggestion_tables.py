"""The tables of suggestions and of what they want of the world."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import ConfigDict, TypeAdapter
from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.incident.effect import EffectId, EffectState
from bot.incident.ids import ChannelId, IncidentId, MessageTs, SuggestionId, UserId
from bot.incident.pages import Page
from bot.incident.suggestion import Call, Gathered, Source, Suggestion, SuggestionState
from bot.storage.columns import AsJson, AsText, id_column

_CALLS = AsJson(TypeAdapter(tuple[Call, ...]))
_GATHERED = AsJson(TypeAdapter(tuple[Gathered, ...]))
_PAGES = AsJson(TypeAdapter(tuple[Page, ...]))
_TEXTS = AsJson(TypeAdapter(dict[str, str]))


class SuggestionRow(Suggestion, table=True):
    __tablename__ = "suggestion"
    __table_args__ = (Index(None, "channel", "ts"),)
    model_config = ConfigDict(frozen=False)

    id: SuggestionId = id_column(primary_key=True)
    state: SuggestionState = Field(sa_type=AsText(SuggestionState), index=True)
    channel: ChannelId | None = id_column(default=None)
    ts: MessageTs | None = id_column(default=None)
    source: Any = Field(default=None, sa_type=AsJson(TypeAdapter(Source | None)), nullable=True)
    calls: tuple[Call, ...] = Field(default=(), sa_type=_CALLS)
    gathered: tuple[Gathered, ...] = Field(default=(), sa_type=_GATHERED)
    pages: tuple[Page, ...] = Field(default=(), sa_type=_PAGES)
    near: IncidentId | None = id_column(default=None)
    opened_at: datetime = Field(index=True)
    decided_by: UserId | None = id_column(default=None)
    incident: IncidentId | None = id_column(
        default=None, foreign_key="incident.id", index=True, nullable=True
    )
    joined: SuggestionId | None = id_column(default=None)
    wake_at: datetime | None = Field(default=None, index=True)


class SuggestionEffectRow(SQLModel, table=True):
    """Like those of incidents."""

    __tablename__ = "suggestion_effect"
    __table_args__ = (UniqueConstraint("suggestion", "key"),)

    id: EffectId = id_column(primary_key=True)
    suggestion: SuggestionId = id_column(foreign_key="suggestion.id")
    key: str
    generation: int = 1
    wanted: str
    done: str | None = None
    state: EffectState = Field(sa_type=AsText(EffectState), index=True)
    attempts: int = 0
    unsure: int = 0
    first_attempt_at: datetime | None = None
    attempted_at: datetime | None = None
    next_attempt_at: datetime | None = None
    result: dict[str, str] = Field(sa_type=_TEXTS)
    detail: dict[str, str] = Field(sa_type=_TEXTS)
    error: str | None = None
