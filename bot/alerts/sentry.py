"""Sentry: webhooks of issue alerts, metric alerts and issues, and its messages in Slack."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from bot.alerts.errors import UnknownShape
from bot.alerts.payload import (
    first,
    first_link,
    known,
    line,
    named,
    pick,
    rows,
    state_said,
    table,
    word,
)
from bot.alerts.post import Post
from bot.incident.alert import Alert, AlertState, Delivery, dedup_key
from bot.incident.alert_words import severity_said

SOURCE = "sentry"
_PROJECT = re.compile(r"/projects/[\w.-]{1,100}/([\w.-]{1,100})/")
_ORGANISATION = re.compile(r"/organizations/([\w.-]{1,100})/")
_ISSUE = re.compile(r"https?://[^?#]{1,300}/issues/(\d{1,20})/?(?=$|[?#]|events)")
_METRIC = re.compile(r"(Critical|Warning|Resolved): ?(\S.*)")
_LEVELS = {"red_circle": "error", "large_orange_circle": "warning", "large_blue_circle": "info"}
_ISSUE_ACTIONS = {"created", "unresolved", "resolved"}


def parse(payload: object) -> Delivery:
    """The kind of hook is in a header too, but each kind has its data under a name of its own."""
    data = table(known(SOURCE, payload, "action", "data"), "data")
    action = word(payload, "action")
    if "metric_alert" in data:
        return Delivery(alerts=(_metric(data, action),))
    if "event" in data or "error" in data:
        event = table(data, "event") or table(data, "error")
        return Delivery(alerts=(_event(event, data),))
    if "issue" in data:
        issue = _issue(table(data, "issue"), action)
        return Delivery(alerts=(issue,)) if action in _ISSUE_ACTIONS else Delivery(updates=(issue,))
    if "installation" in data:
        return Delivery(is_handshake=True)
    raise UnknownShape(SOURCE, "its data is no event, no issue and no metric alert")


def _event(event: Mapping[str, object], data: object) -> Alert:
    """The issue is what lasts; each event of it has another id."""
    issue, project = named(SOURCE, event, "issue_id"), _PROJECT.search(line(event, "url"))
    return Alert(
        source=SOURCE,
        external_id=issue,
        fingerprint=issue,
        dedup_key=dedup_key(SOURCE, issue),
        title=line(event, "title"),
        text=first(line(event, "culprit"), line(event, "location")),
        severity_told=line(event, "level"),
        severity=severity_said(pick(event, "level")),
        state=AlertState.FIRING,
        service=project[1] if project else None,
        link=pick(event, "web_url"),
        starts_at=pick(event, "datetime") or pick(event, "timestamp"),
        labels={
            **{line(pair, 0): line(pair, 1) for pair in rows(event, "tags")},
            "rule": line(data, "triggered_rule"),
        },
    )


def _issue(issue: Mapping[str, object], action: str) -> Alert:
    id = named(SOURCE, issue, "id")
    over = action == "resolved" or word(issue, "status") == "resolved"
    return Alert(
        source=SOURCE,
        external_id=id,
        fingerprint=id,
        dedup_key=dedup_key(SOURCE, id),
        title=line(issue, "title"),
        text=pick(issue, "culprit"),
        severity_told=line(issue, "level"),
        severity=severity_said(pick(issue, "level")),
        state=AlertState.RESOLVED if over else AlertState.FIRING,
        service=first(line(issue, "project", "slug"), line(issue, "project", "name")),
        link=first_link(pick(issue, "web_url"), pick(issue, "permalink")),
        starts_at=pick(issue, "firstSeen"),
    )


def _metric(data: Mapping[str, object], action: str) -> Alert:
    """Called by its rule: the title of a metric alert is a nickname."""
    metric, link = table(data, "metric_alert"), line(data, "web_url")
    heading = _METRIC.match(line(data, "description_title"))
    return Alert(
        source=SOURCE,
        external_id=first(line(metric, "id"), line(metric, "identifier")),
        fingerprint=first(line(metric, "id"), line(metric, "identifier")),
        dedup_key=_metric_key(link, named(SOURCE, metric, "identifier")),
        title=first(line(metric, "alert_rule", "name"), heading[2] if heading else ""),
        text=pick(data, "description_text"),
        severity_told=action,
        severity=severity_said(action),
        state=state_said(SOURCE, action, firing="critical,warning,open", resolved="resolved"),
        service=line(metric, "projects", 0),
        link=link,
        starts_at=pick(metric, "date_started"),
        ends_at=pick(metric, "date_closed"),
    )


def _metric_key(link: str, number: str) -> str:
    """Its number counts within an organisation, whose name is in the link."""
    organisation = _ORGANISATION.search(link)
    return dedup_key(SOURCE, "metric", organisation[1] if organisation else "", number)


def read(post: Post) -> Delivery | None:
    if "sentry" not in post.names:
        return None
    alert = _read_metric(post) or _read_issue(post)
    return Delivery(alerts=(alert,)) if alert else None


def _read_metric(post: Post) -> Alert | None:
    found, link = _METRIC.match(post.title.plain), post.link_to("alert=")
    number = parse_qs(urlsplit(link).query).get("alert") if link else None
    if found is None or link is None or not number:
        return None
    over, started = found[1] == "Resolved", next(iter(post.all.times), None)
    return Alert(
        source=SOURCE,
        external_id=number[0],
        fingerprint=number[0],
        dedup_key=_metric_key(link, number[0]),
        title=found[2].split("\n")[0],
        text=post.parts[-1].text.plain,
        severity_told=found[1],
        severity=severity_said(found[1]),
        state=AlertState.RESOLVED if over else AlertState.FIRING,
        link=link,
        told_at=post.at,
        starts_at=started or (None if over else post.sent_at),
        ends_at=post.at,
    )


def _read_issue(post: Post) -> Alert | None:
    """One that people have resolved or archived has no red circle any more."""
    link = next((link for link in post.links if _ISSUE.match(link.url)), None)
    issue = _ISSUE.match(link.url) if link else None
    if link is None or issue is None:
        return None
    level = next((_LEVELS[sign] for sign in post.all.emoji if sign in _LEVELS), "")
    over = "white_check_mark" in post.all.emoji
    return Alert(
        source=SOURCE,
        external_id=issue[1],
        fingerprint=issue[1],
        dedup_key=dedup_key(SOURCE, issue[1]),
        title=first(link.label, post.fallback.plain),
        text=post.all.plain,
        severity=severity_said(level),
        state=AlertState.RESOLVED if over else AlertState.FIRING,
        service=_project_of(post),
        link=link.url,
        told_at=post.at,
        starts_at=None if over else post.sent_at,
        ends_at=post.at,
    )


def _project_of(post: Post) -> str | None:
    found = next((link for link in post.links if "?project=" in link.url), None)
    return found.label if found else None
