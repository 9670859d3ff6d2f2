"""What an alert has to fit, as a team writes it down."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from bot.incident.alert_match import UNKNOWN, AlertMatch, Hours
from bot.incident.alert_words import AlertSeverity
from bot.settings.team_senders import severity_word
from bot.settings.team_values import Words

_STRICT = ConfigDict(extra="forbid", strict=True, frozen=True)
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = re.compile(r"((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)")


def _several(value: object) -> object:
    """One is a list of one."""
    return [value] if isinstance(value, str) else value


def _severity_or_unknown(word: object) -> AlertSeverity | str:
    return UNKNOWN if word == UNKNOWN else severity_word(word)


def _hours(text: str) -> str:
    found = _HOURS.fullmatch(text)
    if found is None or found[1] == found[2]:
        raise ValueError("Two different times, such as 22:00-06:00.")
    return text


def _moment(value: object) -> datetime:
    """YAML knows some ways of writing a time by itself."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        raise ValueError("A day and a time, with or without a zone.") from None


Patterns = Annotated[list[Words], BeforeValidator(_several), Field(max_length=50)]
Severities = Annotated[
    list[Annotated[AlertSeverity | str, BeforeValidator(_severity_or_unknown)]],
    BeforeValidator(_several),
]
Moment = Annotated[datetime, BeforeValidator(_moment)]
_PATTERNS = "a text or a list of texts; * stands for anything, in any case"


class TeamCondition(BaseModel):
    model_config = _STRICT

    source: Patterns = Field([], description=_PATTERNS, examples=["[alertmanager, grafana]"])
    service: Patterns = Field([], description=_PATTERNS, examples=["checkout*"])
    severity: Severities = Field(
        [],
        description="critical, major, warning, info or unknown, or a list of them",
        examples=["[critical, major]"],
    )
    title: Patterns = Field([], description=_PATTERNS, examples=['"*staging*"'])
    labels: dict[Words, Patterns] = Field(
        {},
        description="names of labels, each with a text or a list of texts",
        examples=["{team: payments}"],
    )
    hours: Annotated[str, AfterValidator(_hours)] | None = Field(
        None,
        description="two times of day in quotation marks; they may go on past midnight",
        examples=['"22:00-06:00"'],
    )
    days: list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]] = Field(
        [],
        description="days as a list: mon, tue, wed, thu, fri, sat, sun",
        examples=["[sat, sun]"],
    )

    def match(self) -> AlertMatch:
        return AlertMatch(
            source=tuple(self.source),
            service=tuple(self.service),
            severity=tuple(self.severity),
            title=tuple(self.title),
            labels={name: tuple(patterns) for name, patterns in self.labels.items()},
            hours=_hours_of(self.hours) if self.hours else None,
            days=frozenset(_WEEK.index(day) for day in self.days),
        )


def _hours_of(text: str) -> Hours:
    begin, end = map(time.fromisoformat, text.split("-"))
    return Hours(begin=begin, end=end)
