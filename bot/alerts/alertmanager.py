"""Prometheus Alertmanager: its webhook (version 4), and its message in Slack."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.alerts.payload import (
    ROWS,
    as_text,
    first,
    first_link,
    known,
    line,
    pick,
    rows,
    table,
    word,
)
from bot.alerts.post import Post
from bot.incident.alert import Alert, AlertState, Delivery, dedup_key
from bot.incident.alert_words import severity_said

SOURCE = "alertmanager"
_HEARTBEATS = {"watchdog", "deadmansswitch", "deadmanswitch"}
_SERVICE = ("service", "app", "application", "app_kubernetes_io_name", "job")
_HEADLINE = re.compile(r"\[(FIRING|RESOLVED)(?::\d{1,6})?\]\s*(\S.*)", re.DOTALL)


def parse(payload: object) -> Delivery:
    told = known(SOURCE, payload, "alerts")
    sent, cut = pick(told, "alerts"), pick(told, "truncatedAlerts")
    message = _message_key(_subject(told))
    unread = len(sent) - ROWS if isinstance(sent, list) else 0
    return Delivery(
        alerts=tuple(_alert(told, one, message) for one in rows(told, "alerts")),
        left_out=max(cut if isinstance(cut, int) else 0, 0) + max(unread, 0),
        group=pick(told, "groupKey"),
    )


def _alert(told: Mapping[str, object], one: object, message: str) -> Alert:
    """Its own status counts, not that of its group; its fingerprint, and not its labels."""
    labels, annotations = table(one, "labels"), table(one, "annotations")
    name, fingerprint = line(labels, "alertname"), line(one, "fingerprint")
    severity = first(line(labels, "severity"), line(labels, "priority"))
    resolved = (word(one, "status") or word(told, "status")) == "resolved"
    return Alert(
        source=SOURCE,
        external_id=fingerprint,
        fingerprint=fingerprint,
        dedup_key=dedup_key(SOURCE, fingerprint or as_text(labels)),
        copy_key=message,
        title=first(line(annotations, "summary"), name),
        text=pick(annotations, "description") or pick(annotations, "message"),
        severity_told=severity,
        severity=severity_said(severity),
        state=AlertState.RESOLVED if resolved else AlertState.FIRING,
        service=first(*(line(labels, name) for name in _SERVICE)),
        link=first_link(pick(one, "generatorURL"), pick(told, "externalURL")),
        runbook=first_link(pick(annotations, "runbook_url"), pick(annotations, "runbook")),
        dashboard=first_link(pick(annotations, "dashboard_url"), pick(annotations, "dashboard")),
        starts_at=pick(one, "startsAt"),
        ends_at=pick(one, "endsAt"),
        labels=labels,
        is_heartbeat=name.casefold() in _HEARTBEATS,
    )


def _subject(told: Mapping[str, object]) -> str:
    """What its default template makes the title of a message: the labels of the group, by name."""
    group, common = table(told, "groupLabels"), table(told, "commonLabels")
    heads = [line(group, name) for name in sorted(group, key=_alertname_first)]
    rest = [line(common, name) for name in sorted(common) if name not in group]
    return " ".join([*heads, f"({' '.join(rest)})"] if rest else heads)


def _alertname_first(name: str) -> tuple[bool, str]:
    return name != "alertname", name


def _message_key(subject: str) -> str:
    return dedup_key(SOURCE, "message", subject)


def read(post: Post) -> Delivery | None:
    """Its title says all: the state in brackets, then labels, of which one may be a severity."""
    found = _HEADLINE.match(post.title.plain)
    if found is None or not ("alertmanager" in post.names or post.link_to("/#/alerts")):
        return None
    resolved, subject = found[1] == "RESOLVED", " ".join(found[2].split())
    named = post.named
    inside = subject.rpartition("(")[2].rstrip(")").split()
    told = named.get("severity") or next((one for one in inside if severity_said(one)), "")
    return Delivery(
        alerts=(
            Alert(
                source=SOURCE,
                dedup_key=_message_key(subject),
                title=subject,
                text=post.all.plain,
                severity_told=told,
                severity=severity_said(told),
                state=AlertState.RESOLVED if resolved else AlertState.FIRING,
                service=named.get("service"),
                link=first_link(*(link.url for link in post.title.links)),
                runbook=post.link_called("runbook") or named.get("runbook"),
                dashboard=post.link_called("dashboard") or named.get("dashboard"),
                told_at=post.at,
                starts_at=None if resolved else post.sent_at,
                ends_at=post.at,
            ),
        ),
    )
