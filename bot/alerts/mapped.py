"""Senders of a team's own, read by the expressions in its configuration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from bot.alerts.errors import UnknownShape
from bot.alerts.payload import ROWS, line, state_said
from bot.alerts.senders import PARSERS, Parse
from bot.incident.alert import Alert, AlertState, Delivery, dedup_key
from bot.incident.alert_mapping import AlertMapping
from bot.incident.alert_words import AlertSeverity, severity_said

_TRUE = {"true", "yes", "1", "acknowledged"}
_ITSELF = "@"


def why_wrong(expression: str) -> str:
    """What is wrong with an expression of JMESPath; empty: nothing."""
    try:
        jmespath.compile(expression)
    except (JMESPathError, RecursionError) as error:
        return str(error).split("\n")[0]
    return ""


def parsers_of(mappings: Iterable[AlertMapping]) -> Mapping[str, Parse]:
    """By sender: those that the bot knows, and the team's own."""
    return {**PARSERS, **{mapping.source: parser(mapping) for mapping in mappings}}


def parser(mapping: AlertMapping) -> Parse:
    def parse(payload: object) -> Delivery:
        listed = _Found(mapping.source, payload).value(mapping.each or _ITSELF)
        alerts = listed if isinstance(listed, list) else [listed]
        if not all(isinstance(one, Mapping) for one in alerts):
            raise UnknownShape(mapping.source, "an alert in it is no JSON object")
        return Delivery(
            alerts=tuple(_alert(mapping, one) for one in alerts[:ROWS]),
            left_out=max(0, len(alerts) - ROWS),
        )

    return parse


def _alert(mapping: AlertMapping, one: object) -> Alert:
    found = _Found(mapping.source, one)
    key, severity = found.line(mapping.key), found.line(mapping.severity)
    if not key:
        raise UnknownShape(mapping.source, f"its key, `{mapping.key}`, is not there")
    return Alert(
        source=mapping.source,
        external_id=key,
        fingerprint=key,
        dedup_key=dedup_key(mapping.source, key),
        title=found.value(mapping.title),
        text=found.value(mapping.text),
        severity_told=severity,
        severity=_severity(mapping, severity),
        state=_state(mapping, found),
        acknowledged=found.line(mapping.acknowledged).casefold() in _TRUE,
        service=found.value(mapping.service),
        link=found.value(mapping.link),
        runbook=found.value(mapping.runbook),
        dashboard=found.value(mapping.dashboard),
        told_at=found.value(mapping.told_at),
        starts_at=found.value(mapping.starts_at),
        ends_at=found.value(mapping.ends_at),
        labels={name: found.value(place) for name, place in mapping.labels.items()},
    )


def _state(mapping: AlertMapping, found: _Found) -> AlertState:
    if not mapping.state:
        return AlertState.FIRING
    told = found.line(mapping.state).casefold()
    firing, resolved = ",".join(mapping.firing), ",".join(mapping.resolved)
    return state_said(mapping.source, told, firing=firing, resolved=resolved)


def _severity(mapping: AlertMapping, told: str) -> AlertSeverity | None:
    return mapping.severities.get(told.casefold()) or severity_said(told)


class _Found:
    """Looks things up in a payload. A function that does not fit what it is given finds nothing."""

    def __init__(self, source: str, payload: object) -> None:
        self._source, self._payload = source, payload

    def value(self, expression: str) -> Any:
        if not expression:
            return None
        try:
            return _compiled(expression).search(self._payload)
        except (JMESPathError, RecursionError, ValueError, TypeError, OverflowError) as error:
            raise UnknownShape(self._source, f"`{expression}` cannot be read in it") from error

    def line(self, expression: str) -> str:
        """True and False are told as such; with them a state is often told."""
        value = self.value(expression)
        return str(value).lower() if isinstance(value, bool) else line({"it": value}, "it")


@cache
def _compiled(expression: str) -> Any:
    return jmespath.compile(expression)
