"""What a team may write of its audiences, key by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from bot.incident.audience import SHIPPED_AUDIENCES, Audience, AudienceKind
from bot.settings.team_places import MOST_PLACES, PLACES, TeamPlace, as_place
from bot.settings.team_values import Locale, PerLocale, Zone

MOST_AUDIENCES = 20
SHIPPED = {audience.key: audience for audience in SHIPPED_AUDIENCES}
_STRICT = ConfigDict(extra="forbid", strict=True, frozen=True)

AudienceKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,29}$")]


def _kind(name: object) -> AudienceKind:
    try:
        return AudienceKind(str(name))
    except ValueError:
        raise ValueError("Only a shipped audience can be taken as a model.") from None


class TeamAudience(BaseModel):
    """What a team changes about an audience, or an audience of its own."""

    model_config = _STRICT

    like: Annotated[AudienceKind, BeforeValidator(_kind)] | None = Field(
        None,
        description=f"one of {', '.join(AudienceKind)}: whose templates and rhythm it has",
        examples=["customers"],
    )
    name: PerLocale = Field(
        default_factory=dict,
        description="a text of up to 75 characters, or one for each language",
        examples=["{en: Key accounts, fr: Grands comptes}"],
    )
    enabled: bool | None = Field(
        None, description="true or false: whether anybody is told", examples=["false"]
    )
    locale: Locale | None = Field(None, description="en or fr", examples=["fr"])
    zone: Zone | None = Field(
        None, description="a time zone of the IANA list", examples=["Europe/Paris"]
    )
    destinations: list[Annotated[TeamPlace, BeforeValidator(as_place)]] | None = Field(
        None,
        max_length=MOST_PLACES,
        description=f"a list of up to 20, each one of {', '.join(PLACES)}",
        examples=["[announcement, {channel: status}]"],
    )
    auto: bool | None = Field(
        None, description="true or false: holding updates go out by themselves", examples=["true"]
    )
    approval: bool | None = Field(
        None,
        description="true or false: the incident commander approves each update",
        examples=["true"],
    )

    def audience(self, key: str) -> Audience:
        """A shipped key begins as that audience, another as its model, without destinations."""
        shipped = SHIPPED.get(key)
        kind = self.like or (shipped.kind if shipped else AudienceKind.INTERNAL)
        model = shipped or SHIPPED[kind].model_copy(update={"destinations": (), "on": True})
        said: dict[str, object] = {
            "key": key,
            "name": self.name or None,
            "on": self.enabled,
            "locale": self.locale,
            "zone": self.zone,
            "auto": self.auto,
            "approval": self.approval,
        }
        if self.destinations is not None:
            said["destinations"] = tuple(p for one in self.destinations for p in one.places())
        return model.model_copy(update={k: v for k, v in said.items() if v is not None})


def audiences(own: Mapping[str, TeamAudience]) -> Iterator[Audience]:
    """The shipped ones with what the team changes about them, then its own."""
    for key, shipped in SHIPPED.items():
        yield own[key].audience(key) if key in own else shipped
    yield from (audience.audience(key) for key, audience in own.items() if key not in SHIPPED)
