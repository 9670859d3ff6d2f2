"""What a team may write about how often an audience hears of incidents of one severity."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from bot.incident.rhythm import Rhythm
from bot.settings.team_audiences import AudienceKey
from bot.settings.team_values import Duration

_STRICT = ConfigDict(extra="forbid", strict=True, frozen=True)
_TRUE_OR_FALSE = "true or false: "


class TeamRhythm(BaseModel):
    model_config = _STRICT

    at_once: bool = Field(
        False, description=f"{_TRUE_OR_FALSE}a first update when it is declared", examples=["true"]
    )
    every: Duration = Field(
        None, description="a time such as 30m, 1h30m or 4h, or null for never", examples=["30m"]
    )
    monitoring: Duration = Field(
        None, description="a time such as 30m, 1h30m or 4h, or null for never", examples=["1h"]
    )
    on_severity: bool = Field(
        False, description=f"{_TRUE_OR_FALSE}whenever the severity changes", examples=["true"]
    )
    at_resolve: bool = Field(
        True, description=f"{_TRUE_OR_FALSE}when it is resolved", examples=["false"]
    )
    before: AudienceKey | None = Field(
        None, description="the key of the audience that hears after it", examples=["customers"]
    )

    def rhythm(self) -> Rhythm:
        return Rhythm.model_validate(
            self.model_dump(exclude={"before"}) | {"before": self.before or ""}
        )


Rhythms = dict[AudienceKey, TeamRhythm | None]
