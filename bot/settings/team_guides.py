"""What a team may write of its services and checklists, key by key."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from bot.incident.checklist import LOWEST_RANK, Item, Phase, Sight
from bot.incident.service import Guide, Service
from bot.settings.team_values import Duration, GroupIdText, PerLocale, WebAddress, Words

MOST_SERVICES = 99
"""Slack's choices take a hundred, and one of them is none."""
MOST_ITEMS = 20
_STRICT = ConfigDict(extra="forbid", strict=True, frozen=True)

ServiceKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]


def _sight(text: object) -> Sight:
    try:
        return Sight(str(text))
    except ValueError:
        raise ValueError("The bot sees nothing of this name.") from None


class TeamGuide(BaseModel):
    """A runbook, a playbook or a dashboard."""

    model_config = _STRICT

    title: Words = Field(
        description="what people read, up to 75 characters", examples=["Failover by hand"]
    )
    url: WebAddress = Field(
        description="an http or https address", examples=["https://wiki.example.com/failover"]
    )
    owner: Words | None = Field(
        None, description="who keeps it up to date, up to 75 characters", examples=["Team Payments"]
    )
    reviewed: date | None = Field(
        None,
        description="the day of the last review, without quotation marks",
        examples=["2026-03-01"],
    )

    def guide(self) -> Guide:
        return Guide(title=self.title, url=self.url, owner=self.owner or "", reviewed=self.reviewed)


_ONE = "[{title: Failover by hand, url: https://wiki.example.com/failover}]"


class TeamService(BaseModel):
    """A service of the catalogue."""

    model_config = _STRICT

    name: PerLocale = Field(
        default_factory=dict,
        description="a text of up to 75 characters, or one for each language",
        examples=["{en: Checkout, fr: Paiement}"],
    )
    owner_group: GroupIdText | None = Field(
        None, description="the ID of the user group that owns it", examples=["S012AB3CD"]
    )
    on_call_group: GroupIdText | None = Field(
        None, description="the ID of the user group that is on call", examples=["S034CD5EF"]
    )
    on_call_schedule: Words | None = Field(
        None, description="a key of schedules", examples=["checkout"]
    )
    secondary_schedule: Words | None = Field(
        None, description="a key of schedules", examples=["checkout"]
    )
    runbooks: list[TeamGuide] = Field(
        [], description="a list of runbooks with title and url", examples=[_ONE], max_length=20
    )
    playbooks: list[TeamGuide] = Field(
        [], description="a list of playbooks with title and url", examples=[_ONE], max_length=20
    )
    dashboards: list[TeamGuide] = Field(
        [],
        description="a list of dashboards with title and url",
        examples=["[{title: Errors, url: https://grafana.example.com/errors}]"],
        max_length=20,
    )
    rollback_when: list[Words] = Field(
        [],
        description="one to ten reasons to roll back, as a list",
        examples=["[More than 5 % of payments fail]"],
        max_length=10,
    )
    audiences: list[Words] = Field(
        [], description="names of audiences, as a list", examples=["[customers]"]
    )

    def service(self, key: str) -> Service:
        return Service(
            key=key,
            name=self.name,
            owner_group=self.owner_group,
            on_call_group=self.on_call_group,
            on_call_schedule=self.on_call_schedule,
            secondary_schedule=self.secondary_schedule,
            runbooks=tuple(guide.guide() for guide in self.runbooks),
            playbooks=tuple(guide.guide() for guide in self.playbooks),
            dashboards=tuple(guide.guide() for guide in self.dashboards),
            rollback_when=tuple(self.rollback_when),
            audiences=tuple(self.audiences),
        )


class TeamItem(BaseModel):
    """An item of a checklist."""

    model_config = _STRICT

    text: PerLocale = Field(
        description="a text of up to 75 characters, or one for each language",
        examples=["{en: Queue drained, fr: File vidée}"],
        min_length=1,
    )
    due: Duration = Field(
        None, description="a time such as 15m, 1h30m or 2d, or null for none", examples=["15m"]
    )
    down_to: int = Field(
        LOWEST_RANK,
        ge=1,
        le=LOWEST_RANK,
        description="a number from 1 to 9: for so many of the highest severities",
        examples=["2"],
    )
    ticked_by: Annotated[Sight, BeforeValidator(_sight)] | None = Field(
        None,
        description=f"what the bot sees by itself: one of {', '.join(Sight)}",
        examples=["mitigated"],
    )

    def item(self, phase: Phase) -> Item:
        """Its ticks are kept under its text, so that they survive another order."""
        text = next(iter(self.text.values()))
        return Item(
            key=f"{phase.value}:{hashlib.sha256(text.encode()).hexdigest()[:10]}",
            phase=phase,
            text=self.text,
            after=self.due,
            down_to=self.down_to,
            sight=self.ticked_by,
        )


_Items = Annotated[
    list[TeamItem] | None,
    Field(
        max_length=MOST_ITEMS,
        description="a list of up to 20 items with text",
        examples=["[{text: Queue drained}]"],
    ),
]


class OwnChecklists(BaseModel):
    """The phases of which a team has items of its own; an empty list leaves the phase without."""

    model_config = _STRICT

    declare: _Items = None
    organise: _Items = None
    investigate: _Items = None
    mitigate: _Items = None
    monitor: _Items = None
    resolve: _Items = None
    after: _Items = None

    def own(self) -> Iterator[tuple[Phase, list[Item]]]:
        for phase in Phase:
            items: list[TeamItem] | None = getattr(self, phase.value)
            if items is not None:
                yield phase, [item.item(phase) for item in items]
