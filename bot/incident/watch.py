"""Channels in which other bots post alerts: configured by name, or switched by people there."""

from __future__ import annotations

from datetime import datetime

from pydantic import ConfigDict
from sqlmodel import SQLModel

from bot.incident.ids import ChannelId, UserId


class Watch(SQLModel):
    """What somebody last switched in a channel; it comes before what is configured."""

    model_config = ConfigDict(frozen=True)  # type: ignore[assignment]

    channel: ChannelId
    on: bool
    by: UserId
    at: datetime
