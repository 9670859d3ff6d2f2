"""The keys of the config file for how post-mortems are written and reviewed."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from bot.incident.days_off import DaysOff, is_known
from bot.incident.postmortem.policy import PostmortemPolicy
from bot.incident.review_policy import FinishLater, ReviewPolicy
from bot.incident.wording import Wording
from bot.incident.wording_phrases import SHIPPED_KINDS, WordingKind
from bot.settings.nearest import nearest
from bot.settings.team_on_call import ScheduleKey
from bot.settings.team_values import Words

MOST_PHRASES = 100
ClockTime = Annotated[str, StringConstraints(pattern=r"^(?:[01]\d|2[0-3]):[0-5]\d$")]
_KINDS = [kind.value for kind in WordingKind]


def _kind(name: object) -> WordingKind:
    if name in _KINDS:
        return WordingKind(name)
    meant = nearest(str(name), _KINDS)
    raise ValueError(f"Was {meant} meant?" if meant else f"The kinds are {', '.join(_KINDS)}.")


Kind = Annotated[WordingKind, BeforeValidator(_kind)]
Phrases = Annotated[list[Words], Field(max_length=MOST_PHRASES)]


class TeamWording(BaseModel):
    """Which words of a post-mortem are pointed out to whoever writes them."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    kinds: list[Kind] = Field(
        list(SHIPPED_KINDS),
        description=f"kinds as a list of {', '.join(_KINDS)}; [] for none",
        examples=["[counterfactual, person, hindsight]"],
    )
    phrases: dict[Kind, Phrases] = Field(
        {},
        description="phrases of your own by kind, up to 100 each",
        examples=["{judgement: [not serious, pas sérieux]}"],
    )
    fine: Phrases = Field(
        [],
        description="up to 100 phrases as a list that are never pointed out",
        examples=["[human error budget]"],
    )

    def wording(self) -> Wording:
        more = {kind: tuple(phrases) for kind, phrases in self.phrases.items()}
        return Wording(kinds=tuple(self.kinds), more=more, fine=tuple(self.fine))


class TeamHolidays(BaseModel):
    """Where people live, as far as holidays go."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    country: str = Field(
        pattern=r"^[A-Z]{2,3}$", description="a country's code by ISO 3166", examples=["FR"]
    )
    subdivision: Words = Field(
        "", description="the code of a part of it, such as BW, or nothing", examples=["BW"]
    )

    @model_validator(mode="after")
    def _is_known(self) -> TeamHolidays:
        if not is_known(self.country, self.subdivision):
            raise ValueError("No holidays are known of this country or part of it.")
        return self

    def days_off(self) -> DaysOff:
        return DaysOff(country=self.country, subdivision=self.subdivision)


class ReviewKeys(BaseModel):
    """A part of the whole file."""

    holidays: TeamHolidays | None = Field(
        None,
        description="country, and subdivision where wanted: whose public holidays you keep",
        examples=["{country: FR}"],
    )
    review_contact: ScheduleKey = Field(
        "manager", description="the key of one of `contacts`", examples=["manager"]
    )
    morning: ClockTime = Field(
        "10:00", description="a time of day in quotation marks", examples=["09:30"]
    )
    finish_later: Literal["outside_hours", "always", "never"] = Field(
        "outside_hours",
        description="outside_hours, always or never: what a resolution leaves for the morning",
        examples=["never"],
    )

    postmortem_language: Literal["en", "fr"] | None = Field(
        None, description="en, fr, or null for that of `locale`", examples=["fr"]
    )
    postmortem_questions: bool = Field(True, description="true or false", examples=["false"])
    wording: TeamWording = Field(
        TeamWording(),
        description="kinds, phrases and fine: words that are pointed out in post-mortems",
        examples=["{kinds: [counterfactual, person, hindsight]}"],
    )

    def postmortem_policy(self) -> PostmortemPolicy:
        return PostmortemPolicy(
            locale=self.postmortem_language, questions=self.postmortem_questions
        )

    def review_policy(self) -> ReviewPolicy:
        return ReviewPolicy(
            contact=self.review_contact,
            morning=time.fromisoformat(self.morning),
            finish_later=FinishLater(self.finish_later),
        )
