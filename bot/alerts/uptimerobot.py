"""UptimeRobot: webhooks as JSON, form or query, and its messages in Slack."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.alerts.errors import UnknownShape
from bot.alerts.payload import first, line, pick, state_said, word
from bot.alerts.post import Post
from bot.incident.alert import Alert, AlertState, Delivery, dedup_key
from bot.incident.alert_words import AlertSeverity, a_moment

SOURCE = "uptimerobot"
_STATES = {"1": "down", "2": "up", "3": "ssl expiry", "4": "domain expiry"}
_EXPIRING = {"ssl expiry": "ssl", "domain expiry": "domain"}
_HEADLINE = re.compile(r"Monitor is (UP|DOWN): (.{1,200}?) \( ?(https?://\S{1,1000}?) ?\)")


def parse(payload: object) -> Delivery:
    """What expires is a problem of its own: that the site is up does not end it."""
    told = payload if isinstance(payload, Mapping) else {}
    id = first(line(told, "monitorID"), line(told, "monitorURL"))
    kind = _STATES.get(line(told, "alertType")) or word(told, "alertTypeFriendlyName")
    if not id or not kind:
        raise UnknownShape(SOURCE, "it has no `monitorID` or no `alertType`")
    alert = _expiring(told, id, kind) if kind in _EXPIRING else _availability(told, id, kind)
    return Delivery(alerts=(alert,))


def _availability(told: Mapping[str, object], id: str, kind: str) -> Alert:
    name, at = _name(told), a_moment(pick(told, "alertDateTime"))
    state = state_said(SOURCE, kind, firing="down", resolved="up")
    over = state is AlertState.RESOLVED
    return Alert(
        source=SOURCE,
        external_id=id,
        fingerprint=id,
        dedup_key=dedup_key(SOURCE, id),
        copy_key=_message_key(name, line(told, "monitorURL")),
        title=f"{name} is down",
        text=pick(told, "alertDetails"),
        state=state,
        service=name,
        link=pick(told, "monitorURL"),
        told_at=at,
        starts_at=_before(at, line(told, "alertDuration")) if over else at,
        ends_at=at,
    )


def _expiring(told: Mapping[str, object], id: str, kind: str) -> Alert:
    what, name = _EXPIRING[kind], _name(told)
    return Alert(
        source=SOURCE,
        external_id=id,
        fingerprint=f"{id}:{what}",
        dedup_key=dedup_key(SOURCE, id, what),
        title=f"{name}: {first(line(told, 'alertDetails'), kind)}",
        severity=AlertSeverity.WARNING,
        state=AlertState.FIRING,
        service=name,
        link=pick(told, "monitorURL"),
        starts_at=pick(told, "alertDateTime"),
    )


def _name(told: Mapping[str, object]) -> str:
    return first(line(told, "monitorFriendlyName"), line(told, "monitorURL"), "Monitor")


def _before(at: datetime | None, seconds: str) -> datetime | None:
    if at is None or not re.fullmatch(r"[0-9]{1,8}", seconds):
        return None
    return at - timedelta(seconds=int(seconds))


def _message_key(name: str, address: str) -> str:
    return dedup_key(SOURCE, "message", name, address)


def read(post: Post) -> Delivery | None:
    """`UP` and `down` stand in one sentence: only the word after `Monitor is` counts."""
    found = _HEADLINE.match(post.parts[0].text.plain)
    if found is None:
        return None
    over, name, address = found[1] == "UP", found[2], found[3]
    reason = post.parts[1].text.plain if len(post.parts) > 1 else ""
    return Delivery(
        alerts=(
            Alert(
                source=SOURCE,
                dedup_key=_message_key(name, address),
                title=f"{name} is down",
                text=reason,
                state=AlertState.RESOLVED if over else AlertState.FIRING,
                service=name,
                link=address,
                told_at=post.at,
                starts_at=None if over else post.sent_at,
                ends_at=post.at,
            ),
        ),
    )
