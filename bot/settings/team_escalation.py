"""What a team may write of its escalation: the matrix, and whom it calls beside those on call."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bot.incident.escalation import (
    LOWEST_RANK,
    SHIPPED_WAYS,
    Condition,
    Contact,
    PageWebhook,
    Step,
    Way,
)
from bot.incident.ids import GroupId, UserId
from bot.settings.team_places import VariableName, open_address
from bot.settings.team_values import (
    Duration,
    GroupIdText,
    PerLocale,
    UserIdText,
    WebAddress,
    Words,
)

MOST_STEPS, MOST_CONTACTS = 40, 50
_STRICT = ConfigDict(extra="forbid", strict=True, frozen=True)
_CONDITIONS, _WAYS = ", ".join(Condition), ", ".join(Way)


def _condition(text: object) -> Condition:
    try:
        return Condition(str(text))
    except ValueError:
        raise ValueError("There is no such condition.") from None


def _way(text: object) -> Way:
    try:
        return Way(str(text))
    except ValueError:
        raise ValueError("There is no such way.") from None


def _at_once(text: object) -> object:
    return timedelta() if text in ("0m", "0h", "0d") else text


Delay = Annotated[Duration, BeforeValidator(_at_once)]


class TeamStep(BaseModel):
    """A step of the matrix."""

    model_config = _STRICT

    when: Annotated[Condition, BeforeValidator(_condition)] = Field(
        description=f"one of {_CONDITIONS}", examples=["not_mitigated"]
    )
    after: Delay = Field(description="a time such as 0m, 15m or 2h", examples=["60m"])
    who: Words = Field(
        description="on_call, secondary, a role, a key of contacts or schedules, or an ID",
        examples=["secondary"],
    )
    severities: list[Words] = Field(
        [], description="keys of severities, as a list", examples=["[sev1, sev2]"]
    )
    down_to: int = Field(
        LOWEST_RANK,
        ge=1,
        le=LOWEST_RANK,
        description="a number from 1 to 9: for so many of the highest severities",
        examples=["2"],
    )
    ways: list[Annotated[Way, BeforeValidator(_way)]] = Field(
        list(SHIPPED_WAYS),
        min_length=1,
        description=f"one or more of {_WAYS}, as a list; the first that works",
        examples=["[direct, mention]"],
    )

    @model_validator(mode="after")
    def _with_time(self) -> Self:
        if self.after is None:
            raise ValueError("It needs a time: 0m is at once.")
        return self

    def step(self) -> Step:
        return Step(
            when=self.when,
            after=self.after or timedelta(),
            who=self.who,
            severities=tuple(self.severities),
            down_to=self.down_to,
            ways=tuple(dict.fromkeys(self.ways)),
        )


class TeamContact(BaseModel):
    """Somebody to call who is not on call."""

    model_config = _STRICT

    name: PerLocale = Field(
        default_factory=dict,
        description="a text of up to 75 characters, or one for each language",
        examples=["{en: Engineering manager, fr: Responsable technique}"],
    )
    users: list[UserIdText] = Field(
        [], description="member IDs of people, as a list", examples=["[U012AB3CD]"]
    )
    groups: list[GroupIdText] = Field(
        [], description="IDs of user groups, as a list", examples=["[S012AB3CD]"]
    )
    schedule: Words | None = Field(None, description="a key of schedules", examples=["checkout"])

    pagerduty_key_from: VariableName | None = Field(
        None,
        description="the environment variable with the integration key that pages them",
        examples=["MANAGERS_PAGER"],
    )

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not (self.users or self.groups or self.schedule or self.pagerduty_key_from):
            raise ValueError("It needs users, groups, a schedule or pagerduty_key_from.")
        return self

    def contact(self, key: str) -> Contact:
        return Contact(
            key=key,
            name=self.name,
            users=tuple(map(UserId, self.users)),
            groups=tuple(map(GroupId, self.groups)),
            schedule=self.schedule,
            pagerduty_key_from=self.pagerduty_key_from or "",
        )


class TeamPageWebhook(BaseModel):
    """A program that pages people by its own ways."""

    model_config = _STRICT

    url: Annotated[WebAddress, AfterValidator(open_address)] = Field(
        description="an http or https address", examples=["https://pager.example.com/pages"]
    )
    secret_from: VariableName = Field(
        description="the environment variable that holds the signing secret",
        examples=["PAGER_SECRET"],
    )

    def webhook(self) -> PageWebhook:
        return PageWebhook(url=self.url, secret_from=self.secret_from)
