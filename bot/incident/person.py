"""People and user groups, as far as the rules need to know them."""

from __future__ import annotations

from datetime import datetime

from pydantic import ConfigDict
from sqlmodel import SQLModel

from bot.incident.ids import GroupId, UserId


class Person(SQLModel):
    model_config = ConfigDict(frozen=True)  # type: ignore[assignment]

    id: UserId
    name: str
    locale: str | None = None
    zone: str | None = None
    is_bot: bool = False
    guest: bool = False
    foreign: bool = False
    """Of another organisation, here through a shared channel."""
    deactivated: bool = False
    known_at: datetime


class UserGroup(SQLModel):
    model_config = ConfigDict(frozen=True)  # type: ignore[assignment]

    id: GroupId
    handle: str
    members: tuple[UserId, ...] = ()
    deactivated: bool = False
    known_at: datetime
