"""What a team may write about a sender of its own, by which the bot understands what it sends."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from bot.alerts.mapped import why_wrong
from bot.alerts.senders import SENDERS
from bot.incident.alert_mapping import FIRING, RESOLVED, AlertMapping
from bot.incident.alert_words import AlertSeverity, severity_said
from bot.settings.team_values import Words

LONGEST = 300
_STRICT = ConfigDict(extra="forbid", strict=True, frozen=True)
_KNOWN = frozenset(sender.key for sender in SENDERS)
_EXPRESSION = "a JMESPath expression: "


def _expression(text: str) -> str:
    if len(text) > LONGEST:
        raise ValueError(f"It has {len(text)} characters.")
    if why := why_wrong(text):
        raise ValueError(why)
    return text


def _new(name: str) -> str:
    if name in _KNOWN:
        raise ValueError("The bot knows this sender; give yours another name.")
    return name


def severity_word(word: object) -> AlertSeverity:
    """`critical`, `major`, `warning`, `info`, or another word that is known to mean one of them."""
    severity = severity_said(word)
    if severity is None:
        raise ValueError("No severity of an alert has this name.")
    return severity


Expression = Annotated[str, AfterValidator(_expression)]
SeverityWord = Annotated[AlertSeverity, BeforeValidator(severity_word)]
SenderName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$"), AfterValidator(_new)]


def _told(what: str, example: str) -> Expression:
    """Optional: empty where the sender does not tell it."""
    return Field("", description=_EXPRESSION + what, examples=[example])


class TeamSender(BaseModel):
    model_config = _STRICT

    key: Expression = Field(
        description=_EXPRESSION + "what stays the same from firing to resolved", examples=["id"]
    )
    title: Expression = Field(
        description=_EXPRESSION + "what the alert is called", examples=["check.name"]
    )
    each: Expression = _told("the list of alerts", "alerts")
    state: Expression = _told("whether it fires; without it whatever is sent fires", "status")
    firing: list[Words] = Field(
        list(FIRING), description="words of state for an alert that fires", examples=["[broken]"]
    )
    resolved: list[Words] = Field(
        list(RESOLVED), description="words of state for one that is over", examples=["[mended]"]
    )
    severity: Expression = _told("how bad it is", "level")
    severities: dict[Words, SeverityWord] = Field(
        {},
        description="words of severity, each with critical, major, warning or info",
        examples=["{blocker: critical}"],
    )
    acknowledged: Expression = _told("whether somebody has it in hand", "acked")
    text: Expression = _told("what else it says", "check.output")
    service: Expression = _told("the service", "host.name")
    link: Expression = _told("an address where people see more", "url")
    runbook: Expression = _told("the address of its runbook", "runbook_url")
    dashboard: Expression = _told("the address of a dashboard", "dashboard_url")
    starts_at: Expression = _told("when it began", "since")
    ends_at: Expression = _told("when it ended", "until")
    told_at: Expression = _told("when this was said", "time")
    labels: dict[Words, Expression] = Field(
        {},
        description="names, each with a JMESPath expression",
        examples=["{env: tags.environment}"],
    )

    def mapping(self, source: str) -> AlertMapping:
        lower = {word.casefold(): severity for word, severity in self.severities.items()}
        return AlertMapping.model_validate(
            {
                **self.model_dump(exclude={"severities"}),
                "source": source,
                "severities": lower,
                "firing": tuple(word.casefold() for word in self.firing),
                "resolved": tuple(word.casefold() for word in self.resolved),
            }
        )
