"""What a team may write of who is on call, key by key."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from bot.incident.ids import UserId
from bot.incident.on_call import KnownPerson, OnCallPolicy, Override, Rota, Schedule
from bot.settings.team_places import VariableName
from bot.settings.team_values import Duration, PerLocale, UserIdText, Words, Zone

SHORTEST = timedelta(hours=1)
MOST_SCHEDULES, MOST_PEOPLE = 200, 500
_STRICT = ConfigDict(extra="forbid", strict=True, frozen=True)
_LOCAL = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")

ScheduleKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]


def _local(at: object) -> datetime:
    """Of the wall clock. YAML itself reads a time that has seconds."""
    if isinstance(at, str) and _LOCAL.fullmatch(at):
        at = datetime.fromisoformat(at)
    if not isinstance(at, datetime):
        raise ValueError("A day and a time, such as 2026-01-05 09:00.")
    if at.tzinfo or at.second or at.microsecond:
        raise ValueError("Without seconds and without a zone: the zone has a key of its own.")
    return at


def _telephone(number: str) -> str:
    if not re.fullmatch(r"\+?[\d ().-]{3,30}", number):
        raise ValueError("Digits, spaces and a + at its beginning.")
    return number


def _shift(every: timedelta | None) -> timedelta:
    if every is None or every < SHORTEST:
        raise ValueError("An hour at least.")
    return every


LocalTime = Annotated[datetime, BeforeValidator(_local)]
Telephone = Annotated[str, AfterValidator(_telephone)]
ShiftLength = Annotated[Duration, AfterValidator(_shift)]


class TeamOverride(BaseModel):
    """Somebody takes a turn in the place of whoever has it."""

    model_config = _STRICT

    since: LocalTime = Field(
        alias="from",
        description="a day and a time of the rota's zone",
        examples=["2026-12-24 18:00"],
    )
    until: LocalTime = Field(
        description="a day and a time after `from`", examples=["2026-12-26 09:00"]
    )
    who: Words = Field(
        description="a member ID, an e-mail address, or a key of people", examples=["U045EF6GH"]
    )

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.since >= self.until:
            raise ValueError("It ends before it begins.")
        return self

    def override(self) -> Override:
        return Override(since=self.since, until=self.until, who=self.who)


class TeamRota(BaseModel):
    """People who take turns."""

    model_config = _STRICT

    turns: list[Words] = Field(
        min_length=1,
        max_length=100,
        description="member IDs, e-mail addresses or keys of people, in their order, as a list",
        examples=["[U012AB3CD, U045EF6GH]"],
    )
    since: LocalTime = Field(
        alias="from",
        description="the day and the time at which the first one begins",
        examples=["2026-01-05 09:00"],
    )
    every: ShiftLength = Field(
        timedelta(days=7), description="a time such as 12h, 1d or 7d", examples=["7d"]
    )
    overrides: list[TeamOverride] = Field(
        [],
        max_length=200,
        description="a list of turns with from, until and who",
        examples=["[{from: 2026-12-24 18:00, until: 2026-12-26 09:00, who: U045EF6GH}]"],
    )

    def rota(self, zone: str) -> Rota:
        return Rota(
            people=tuple(self.turns),
            since=self.since,
            every=self.every or timedelta(days=7),
            zone=zone,
            overrides=tuple(one.override() for one in self.overrides),
        )


class TeamSchedule(BaseModel):
    """One schedule, from one source."""

    model_config = _STRICT

    name: PerLocale = Field(
        default_factory=dict,
        description="a text of up to 75 characters, or one for each language",
        examples=["{en: Checkout, fr: Paiement}"],
    )
    zone: Zone | None = Field(
        None, description="a time zone of the IANA list", examples=["Europe/Paris"]
    )
    rota: TeamRota | None = Field(
        None,
        description="people in turn, with turns and from",
        examples=["{turns: [U012AB3CD, U045EF6GH], from: 2026-01-05 09:00}"],
    )
    feed_from: VariableName | None = Field(
        None,
        description="the environment variable that holds a calendar feed's address",
        examples=["CHECKOUT_FEED"],
    )
    pagerduty_schedule: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{4,20}$")] | None = (
        Field(None, description="the ID of a schedule of PagerDuty", examples=["PI7DH85"])
    )

    pagerduty_key_from: VariableName | None = Field(
        None,
        description="the environment variable with the integration key that pages its people",
        examples=["CHECKOUT_PAGER"],
    )

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (
            sum(one is not None for one in (self.rota, self.feed_from, self.pagerduty_schedule))
            != 1
        ):
            raise ValueError("It needs one of rota, feed_from and pagerduty_schedule.")
        return self

    def schedule(self, key: str, zone: str) -> Schedule:
        zone = self.zone or zone
        return Schedule(
            key=key,
            name=self.name,
            zone=zone,
            rota=self.rota.rota(zone) if self.rota else None,
            feed_from=self.feed_from or "",
            pagerduty=self.pagerduty_schedule or "",
            pagerduty_key_from=self.pagerduty_key_from or "",
        )


class TeamPerson(BaseModel):
    """Somebody whom schedules name in their own way."""

    model_config = _STRICT

    user: UserIdText | None = Field(
        None, description="their member ID in Slack", examples=["U012AB3CD"]
    )
    phone: Telephone | None = Field(
        None, description="a telephone number in quotation marks", examples=['"+33 1 23 45 67 89"']
    )

    def person(self) -> KnownPerson:
        return KnownPerson(user=UserId(self.user) if self.user else None, phone=self.phone or "")


class TeamOnCall(BaseModel):
    """The schedules for whatever has none of its own."""

    model_config = _STRICT

    primary: ScheduleKey | None = Field(
        None, description="a key of schedules", examples=["checkout"]
    )
    secondary: ScheduleKey | None = Field(
        None, description="a key of schedules", examples=["checkout"]
    )
    security: ScheduleKey | None = Field(
        None, description="a key of schedules, for private incidents", examples=["checkout"]
    )


def on_call_policy(
    zone: str,
    schedules: dict[str, TeamSchedule],
    people: dict[str, TeamPerson],
    on_call: TeamOnCall,
) -> OnCallPolicy:
    chosen: dict[str, Any] = on_call.model_dump()
    return OnCallPolicy(
        schedules=tuple(one.schedule(key, zone) for key, one in schedules.items()),
        people={key: person.person() for key, person in people.items()},
        **chosen,
    )
