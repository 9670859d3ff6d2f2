"""The tables of what is said in channels and written of it, and of what came from elsewhere."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, TypeAdapter
from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.incident.brought import Brought
from bot.incident.entry import Correction, Entry, EntryId, EntryKind
from bot.incident.ids import ChannelId, IncidentId, MessageTs, UserId
from bot.incident.kept_file import KeptFile
from bot.incident.message import Content, Heard, HeardKind
from bot.incident.postmortem.revisions import Line, Piece, Revision, RevisionId
from bot.incident.postmortem.sections import Section
from bot.incident.read_back import ReadBack
from bot.storage.columns import AsJson, AsText, id_column

_WORDS = AsJson(TypeAdapter(Content | None), lacking=True)
_BROUGHT = AsJson(TypeAdapter(Brought))
_LINES = AsJson(TypeAdapter(tuple[Line, ...]))
_BASIS = AsJson(TypeAdapter(dict[str, str]))
_CORRECTIONS = AsJson(TypeAdapter(tuple[Correction, ...]))


class HeardRow(Heard, table=True):
    __tablename__ = "heard"
    __table_args__ = (Index(None, "channel", "thread"),)
    model_config = ConfigDict(frozen=False)

    channel: ChannelId = id_column(primary_key=True)
    ts: MessageTs = id_column(primary_key=True)
    kind: HeardKind = Field(sa_type=AsText(HeardKind), primary_key=True)
    key: str = Field(primary_key=True)
    thread: MessageTs | None = id_column(default=None)
    content: Any = Field(default=None, sa_type=_WORDS, nullable=True)


class KeyEntryRow(Entry, table=True):
    __tablename__ = "entry"
    __table_args__ = (Index(None, "incident", "occurred_at"), UniqueConstraint("channel", "ts"))
    model_config = ConfigDict(frozen=False)

    id: EntryId = id_column(primary_key=True)
    incident: IncidentId = id_column(foreign_key="incident.id")
    kind: EntryKind = Field(sa_type=AsText(EntryKind))
    channel: ChannelId | None = id_column(default=None)
    ts: MessageTs | None = id_column(default=None)
    thread: MessageTs | None = id_column(default=None)
    about: EntryId | None = id_column(default=None)
    corrections: tuple[Correction, ...] = Field(default=(), sa_type=_CORRECTIONS)


class ReadBackRow(ReadBack, table=True):
    __tablename__ = "read_back"
    model_config = ConfigDict(frozen=False)

    channel: ChannelId = id_column(primary_key=True)
    whole: bool = Field(primary_key=True)
    down_to: MessageTs | None = id_column(default=None)


class KeptFileRow(KeptFile, table=True):
    __tablename__ = "kept_file"
    model_config = ConfigDict(frozen=False)

    channel: ChannelId = id_column(primary_key=True)
    ts: MessageTs = id_column(primary_key=True)
    file: str = Field(primary_key=True, index=True)
    content: bytes | None = Field(default=None, sa_type=LargeBinary)


class BroughtRow(SQLModel, table=True):
    __tablename__ = "brought_along"

    incident: IncidentId = id_column(primary_key=True, foreign_key="incident.id")
    brought: Any = Field(sa_type=_BROUGHT)


class RevisionRow(Revision, table=True):
    __tablename__ = "postmortem_revision"
    __table_args__ = (UniqueConstraint("incident", "number"),)
    model_config = ConfigDict(frozen=False)

    id: RevisionId = id_column(primary_key=True)
    incident: IncidentId = id_column(foreign_key="incident.id")
    section: Section = Field(sa_type=AsText(Section))
    piece: Piece = Field(sa_type=AsText(Piece))
    by: UserId = id_column()
    lines: tuple[Line, ...] = Field(default=(), sa_type=_LINES)
    basis: dict[str, str] = Field(default_factory=dict, sa_type=_BASIS)
