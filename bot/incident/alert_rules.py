"""What becomes of an alert: the first rule that fits it decides, unless a silence comes before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import takewhile
from operator import itemgetter

from pydantic import BaseModel, ConfigDict, Field

from bot.incident.alert import Alert
from bot.incident.alert_match import AlertMatch
from bot.incident.alert_words import AlertSeverity
from bot.incident.severities import Severities

SHIPPED_PATIENCE: Mapping[AlertSeverity, timedelta] = {
    AlertSeverity.CRITICAL: timedelta(minutes=5),
    AlertSeverity.ERROR: timedelta(minutes=30),
}
"""After which the on-call is paged for a suggestion that nobody has touched. Others wait."""
PAGES = 2
"""A suggestion that nobody touches pages so often: the on-call, then the next of the matrix."""


class AlertAction(StrEnum):
    IGNORE = "ignore"
    SUGGEST = "suggest"
    LINK = "link"
    """To the open incident that it is about; suggested where there is none."""
    DECLARE = "declare"


class AlertRule(BaseModel):
    """`severity`: of the incident, in place of the one that the alert's own stands for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    when: AlertMatch = AlertMatch()
    action: AlertAction = AlertAction.SUGGEST
    channel: str | None = None
    """Where it is suggested; None: where such cards usually are."""
    severity: str | None = None
    patience: timedelta | None = None
    """In place of that of the alert's severity."""
    pages: bool = True
    """False: it has all the patience there is."""


class Silence(BaseModel):
    """Planned work: alerts that fit are ignored while it lasts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    begins: datetime
    ends: datetime
    when: AlertMatch = AlertMatch()


SHIPPED_RULE = AlertRule(name="as shipped")
"""It comes after a team's own, so that every alert finds one: it is suggested."""

SHIPPED_RANKS: Mapping[AlertSeverity, int] = {
    AlertSeverity.CRITICAL: 1,
    AlertSeverity.ERROR: 2,
    AlertSeverity.WARNING: 3,
}
"""Which severity, counted from the highest, an alert's own stands for. Others stand for none."""


class Because(StrEnum):
    """What decided."""

    RULE = "rule"
    SHIPPED = "shipped"
    SILENCE = "silence"
    HEARTBEAT = "heartbeat"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be done with an alert."""

    action: AlertAction
    because: Because
    name: str = ""
    """Of the rule or the silence."""
    severity: str | None = None
    """Of the incident: what it is declared as, or which button comes first."""
    channel: str | None = None
    patience: timedelta | None = None
    passed: tuple[tuple[str, str], ...] = ()
    """The names of the rules that did not fit, and why, in the words of operators."""


class AlertRules(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: tuple[AlertRule, ...] = ()
    silences: tuple[Silence, ...] = ()
    severities: Mapping[AlertSeverity, str | None] = Field(default_factory=dict)
    """What differs from the shipped ranks; None: no severity."""
    patience: Mapping[AlertSeverity, timedelta] = SHIPPED_PATIENCE
    watched: tuple[str, ...] = ()
    """Names of channels in which other bots post alerts, without the #."""

    def verdict(self, alert: Alert, now: datetime, *, zone: str, levels: Severities) -> Verdict:
        """`zone`: of the times of day in the rules. `levels`: the severities that there are."""
        if set_aside := self._set_aside(alert, now, zone):
            return Verdict(AlertAction.IGNORE, *set_aside)
        asked = [(rule, rule.when.misses(alert, now, zone)) for rule in self.rules]
        passed = list(takewhile(itemgetter(1), asked))
        rule = asked[len(passed)][0] if len(passed) < len(asked) else SHIPPED_RULE
        return replace(
            self._ruled(rule, alert, levels),
            passed=tuple((rule.name, missed) for rule, missed in passed),
        )

    def _ruled(self, rule: AlertRule, alert: Alert, levels: Severities) -> Verdict:
        because = Because.SHIPPED if rule is SHIPPED_RULE else Because.RULE
        if rule.action is AlertAction.IGNORE:
            return Verdict(rule.action, because, rule.name)
        severity = rule.severity or self.severity_of(alert.severity, levels)
        if rule.action is AlertAction.DECLARE:
            severity = severity or levels.unsure.key
            return Verdict(rule.action, because, rule.name, severity, rule.channel)
        by_severity = self.patience.get(alert.severity) if alert.severity else None
        patience = (rule.patience or by_severity) if rule.pages else None
        return Verdict(rule.action, because, rule.name, severity, rule.channel, patience)

    def severity_of(self, told: AlertSeverity | None, levels: Severities) -> str | None:
        if told is None:
            return None
        if told in self.severities:
            return self.severities[told]
        rank = SHIPPED_RANKS.get(told)
        keys = [level.key for level in levels]
        return keys[min(rank, len(keys)) - 1] if rank else None

    def _set_aside(self, alert: Alert, now: datetime, zone: str) -> tuple[Because, str] | None:
        """Why no rule is asked; None if one is."""
        if alert.is_heartbeat:
            return Because.HEARTBEAT, ""
        if alert.is_test:
            return Because.TEST, ""
        silence = next(self._silences(alert, now, zone), None)
        return (Because.SILENCE, silence.name) if silence else None

    def _silences(self, alert: Alert, now: datetime, zone: str) -> Iterator[Silence]:
        for silence in self.silences:
            lasts = silence.begins <= now < silence.ends
            if lasts and not silence.when.misses(alert, now, zone):
                yield silence


def foremost(verdicts: Sequence[Verdict]) -> Verdict:
    """Of alerts that are handled together: who declares comes first, then who is least patient."""
    order = [AlertAction.DECLARE, AlertAction.LINK, AlertAction.SUGGEST, AlertAction.IGNORE]
    return min(
        verdicts,
        key=lambda one: (order.index(one.action), one.patience or timedelta.max),
    )
