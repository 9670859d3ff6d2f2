"""What a team may write about alerts: rules, silences, watched channels, and senders of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.incident.alert_mapping import AlertMapping
from bot.incident.alert_rules import (
    SHIPPED_PATIENCE,
    AlertAction,
    AlertRule,
    AlertRules,
    Silence,
)
from bot.incident.severities import Severities
from bot.settings.places import Place, written
from bot.settings.problems import Problem
from bot.settings.team_conditions import Moment, TeamCondition
from bot.settings.team_senders import SenderName, SeverityWord, TeamSender
from bot.settings.team_values import ChannelName, Words, read_duration

MOST = 100
_STRICT = ConfigDict(extra="forbid", strict=True, frozen=True)
_NEVER = "never"


def _patience(value: object) -> timedelta | str | None:
    return _NEVER if value == _NEVER else read_duration(value)


def _action(word: object) -> AlertAction:
    try:
        return AlertAction(str(word))
    except ValueError:
        raise ValueError("That is nothing the bot can do with an alert.") from None


Patience = Annotated[timedelta | Literal["never"] | None, BeforeValidator(_patience)]

_WHEN = Field(
    TeamCondition(),
    description="what an alert has to fit; without it every alert does",
    examples=["{service: checkout, severity: critical}"],
)


class TeamRule(BaseModel):
    model_config = _STRICT

    name: Words | None = Field(
        None, description="what the rule is called, up to 75 characters", examples=["Staging"]
    )
    when: TeamCondition = _WHEN
    then: Annotated[AlertAction, BeforeValidator(_action)] = Field(
        description="ignore, suggest, link or declare", examples=["declare"]
    )
    channel: ChannelName | None = Field(
        None, description="the channel in which it is suggested", examples=["payments"]
    )
    severity: Words | None = Field(
        None, description="the key of a severity of incidents", examples=["sev2"]
    )
    patience: Patience = Field(
        None,
        description="a time such as 5m after which the on-call is paged, or never",
        examples=["10m"],
    )

    def rule(self, number: int) -> AlertRule:
        return AlertRule(
            name=self.name or f"rule {number}",
            when=self.when.match(),
            action=self.then,
            channel=self.channel,
            severity=self.severity,
            patience=None if self.patience == _NEVER else self.patience,
            pages=self.patience != _NEVER,
        )


class TeamSilence(BaseModel):
    model_config = _STRICT

    name: Words = Field(
        description="what is going on, up to 75 characters", examples=["Database upgrade"]
    )
    since: Moment = Field(
        alias="from",
        description="a day and a time, in the zone of this file unless one is given",
        examples=["2026-11-05 22:00"],
    )
    until: Moment = Field(
        description="a day and a time after `from`", examples=["2026-11-06 02:00"]
    )
    when: TeamCondition = _WHEN

    def silence(self, zone: str) -> Silence:
        begins, ends = (_in_zone(at, zone) for at in (self.since, self.until))
        return Silence(name=self.name, begins=begins, ends=ends, when=self.when.match())


def _in_zone(at: datetime, zone: str) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))


class TeamAlerts(BaseModel):
    model_config = _STRICT

    watch: list[ChannelName] = Field(
        [], description="names of channels in which other bots post alerts", examples=["[alerts]"]
    )
    rules: list[TeamRule] = Field(
        [],
        max_length=MOST,
        description="up to 100 rules, of which the first that fits decides",
        examples=["[{when: {severity: critical}, then: declare}]"],
    )
    silences: list[TeamSilence] = Field(
        [],
        max_length=MOST,
        description="up to 100 times of planned work, in which alerts are ignored",
        examples=["[{name: Upgrade, from: 2026-11-05 22:00, until: 2026-11-06 02:00}]"],
    )
    severities: dict[SeverityWord, Words | None] = Field(
        {},
        description="critical, major, warning and info, each with a severity's key or null",
        examples=["{critical: sev2}"],
    )
    patience: dict[SeverityWord, Patience] = Field(
        {},
        description="critical, major, warning and info, each with a time such as 5m, or never",
        examples=["{critical: 2m, major: never}"],
    )
    senders: dict[SenderName, TeamSender] = Field(
        {},
        max_length=MOST,
        description="senders of your own by name: a lower-case letter, then letters, digits or _",
        examples=["{own_monitor: {key: id, title: name}}"],
    )

    def alert_rules(self, zone: str) -> AlertRules:
        patience = {**SHIPPED_PATIENCE, **self.patience}
        return AlertRules(
            rules=tuple(rule.rule(number) for number, rule in enumerate(self.rules, 1)),
            silences=tuple(silence.silence(zone) for silence in self.silences),
            severities=self.severities,
            patience={
                severity: at for severity, at in patience.items() if isinstance(at, timedelta)
            },
            watched=tuple(self.watch),
        )

    def mappings(self) -> tuple[AlertMapping, ...]:
        return tuple(sender.mapping(name) for name, sender in self.senders.items())


def disagreements(
    alerts: TeamAlerts, rules: AlertRules, levels: Severities
) -> Iterator[tuple[Place, Problem]]:
    """What only shows when the file is read as a whole, and where it stands."""
    keys = ", ".join(level.key for level in levels)
    for place, key in _severities_named(alerts):
        if key not in levels:
            yield place, Problem(key=written(place), value=repr(key), expected=f"one of {keys}")
    for number, silence in enumerate(rules.silences):
        if silence.ends <= silence.begins:
            place = ("alerts", "silences", number, "until")
            expected = "a day and a time after `from`"
            yield place, Problem(key=written(place), value=str(silence.ends), expected=expected)


def _severities_named(alerts: TeamAlerts) -> Iterator[tuple[Place, str]]:
    for key in alerts.severities.values():
        if key:
            yield ("alerts", "severities"), key
    for number, rule in enumerate(alerts.rules):
        if rule.severity:
            yield ("alerts", "rules", number, "severity"), rule.severity
