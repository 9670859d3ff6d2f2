"""A link as a team writes it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from bot.incident.policy import Link
from bot.settings.team_values import Emoji, WebAddress, Words


class TeamLink(BaseModel):
    """A bookmark of every incident channel."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    title: Words = Field(
        description="what people read, up to 75 characters", examples=["Dashboards"]
    )
    url: WebAddress = Field(
        description="an http or https address", examples=["https://grafana.example.com"]
    )
    emoji: Emoji | None = Field(
        None, description="the name of an emoji", examples=["chart_with_upwards_trend"]
    )

    def link(self) -> Link:
        return Link(title=self.title, url=self.url, emoji=self.emoji)
