"""What a payload would do, told to an operator before any sender sends it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from bot.alerts.errors import AlertRefused, UnknownShape
from bot.alerts.mapped import parsers_of
from bot.alerts.messages import read_message
from bot.alerts.payload import line, pick
from bot.alerts.senders import Parse
from bot.incident.alert import Alert, Delivery
from bot.incident.alert_rules import AlertAction, Because, Verdict
from bot.incident.known_alert import KnownAlert
from bot.incident.policy import Policy

MESSAGE = "slack"
"""Where a name of a sender is asked for: a message event of Slack, whoever posted it."""


def outcome(payload: object, source: str | None, policy: Policy, now: datetime) -> Iterator[str]:
    """Lines of plain text. Raises AlertRefused, as the sender's request would be refused."""
    source = source or _guessed(payload, parsers_of(policy.alert_senders))
    yield from _told(_delivery(payload, source, policy), source, policy, now)


def _delivery(payload: object, source: str, policy: Policy) -> Delivery:
    if source == MESSAGE:
        event = pick(payload, "event")
        return read_message(event if event is not None else payload, own=())
    parsers = parsers_of(policy.alert_senders)
    if source not in parsers:
        known = ", ".join(sorted([*parsers, MESSAGE]))
        raise UnknownShape(source, f"there is no such sender; there are {known}")
    return parsers[source](payload)


def _guessed(payload: object, parsers: Mapping[str, Parse]) -> str:
    """The only sender whose payload this can be."""
    if "message" in {line(payload, "type"), line(payload, "event", "type")}:
        return MESSAGE
    fitting = [source for source, parse in parsers.items() if _reads(parse, payload)]
    if {"grafana", "alertmanager"} <= set(fitting):
        fitting.remove("alertmanager" if pick(payload, "orgId") is not None else "grafana")
    if len(fitting) == 1:
        return fitting[0]
    wanted = " or ".join(fitting) if fitting else f"one of {', '.join(parsers)}"
    raise UnknownShape("one sender alone", f"say which it is with --source, {wanted}")


def _reads(parse: Parse, payload: object) -> bool:
    try:
        parse(payload)
    except AlertRefused:
        return False
    return True


def _told(delivery: Delivery, source: str, policy: Policy, now: datetime) -> Iterator[str]:
    counted = len(delivery.alerts)
    yield f"{source}: {counted} {'alert' if counted == 1 else 'alerts'}"
    if delivery.left_out:
        yield f"  and {delivery.left_out} more that are not in the payload"
    for alert in delivery.alerts:
        yield from ("", *_alert(alert), *_decided(alert, policy, now))
    for update in delivery.updates:
        yield from ("", *_alert(update), "  → changes an alert that is known, and opens none")
    for note in delivery.notes:
        yield from ("", note.text, "  → is noted beside an alert that is known")
    for change in delivery.changes:
        yield from ("", change.title, "  → is a change, and no alert")
    if delivery.is_handshake:
        yield "  → a handshake: it is answered, and opens nothing"


def _alert(alert: Alert) -> Iterator[str]:
    yield alert.title
    severity = alert.severity or "unknown"
    told = f" (told as {alert.severity_told!r})" if alert.severity_told else ""
    facts = {
        "source": alert.source,
        "state": f"{alert.state}{', acknowledged' if alert.acknowledged else ''}",
        "severity": f"{severity}{told}",
        "service": alert.service,
        "starts": alert.starts_at,
        "ends": alert.ends_at,
        "link": alert.link,
        "runbook": alert.runbook or "none",
        "labels": ", ".join(f"{name}={text}" for name, text in alert.labels.items()),
        "key": alert.dedup_key,
    }
    for name, fact in facts.items():
        if fact:
            yield f"  {name:<9} {fact}"


def _decided(alert: Alert, policy: Policy, now: datetime) -> Iterator[str]:
    if not alert.is_firing:
        yield "  → ends an alert that is known, and opens none"
        return
    verdict = policy.alerts.verdict(alert, now, zone=policy.zone, levels=policy.severities)
    for name, why in verdict.passed:
        yield f"  not {name}: {why}"
    in_hand = verdict.action is not AlertAction.IGNORE and not KnownAlert.first(alert, now).opens
    yield "  → nothing: somebody has it in hand" if in_hand else f"  → {_verdict(verdict)}"


def _verdict(verdict: Verdict) -> str:
    if verdict.action is AlertAction.IGNORE:
        return f"ignore: {_because(verdict)}"
    severity = f" as {verdict.severity}" if verdict.severity else ""
    channel = f" in #{verdict.channel}" if verdict.channel else ""
    pages = f", and page after {_minutes(verdict.patience)}" if verdict.patience else ""
    action = str(verdict.action)
    if verdict.action is AlertAction.LINK:
        action = "link to the open incident of its service or, where there is none, suggest"
    return f"{action}{severity}{channel}{pages}: {_because(verdict)}"


def _because(verdict: Verdict) -> str:
    return {
        Because.RULE: f"rule “{verdict.name}”",
        Because.SHIPPED: "no rule fits, so it is as shipped",
        Because.SILENCE: f"silence “{verdict.name}”",
        Because.HEARTBEAT: "it is a heartbeat, which always fires",
        Because.TEST: "it is a test",
    }[verdict.because]


def _minutes(time: timedelta) -> str:
    return f"{time.total_seconds() / 60:g} min"
