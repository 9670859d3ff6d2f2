"""PagerDuty: webhooks of version 3, and its messages in Slack."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.alerts.payload import first, known, line, named, pick, state_said
from bot.alerts.post import Post
from bot.incident.alert import Alert, AlertState, Delivery, Echo, Note, dedup_key
from bot.incident.alert_words import severity_said
from bot.incident.pages import OURS, PageId, page_of

SOURCE = "pagerduty"
_ALERTING = {"triggered", "acknowledged", "unacknowledged", "reopened", "resolved"}
_FIRING = "triggered,acknowledged"
_LINK = re.compile(r"https://[\w.-]+/incidents/(\w{1,40})")
_HEAD = re.compile(r"\s*(Triggered|Acknowledged|Resolved|Reopened)\b", re.IGNORECASE)
_RAISED_HERE = re.compile(rf"\[[^\]]{{1,60}}\] (?:INC-\d+ |{OURS}: )|INC-\d+, ")
"""How the summary of a page of the bot's begins."""
_NUMBER = re.compile(r"#\d{1,12}:?\s*")


def parse(payload: object) -> Delivery:
    """What is no incident, or only tells something new about one, is no alert."""
    event = pick(known(SOURCE, payload, "event"), "event")
    told = known(SOURCE, event, "event_type", "data")
    family, _, kind = line(told, "event_type").partition(".")
    id = line(told, "id")
    if family == "pagey":
        return Delivery(id=id, is_handshake=True)
    if family != "incident":
        return Delivery(id=id)
    if (page := page_of(line(told, "data", "incident_key"))) is not None:
        return Delivery(id=id, echoes=_echoes(told, page, kind))
    if OURS in {line(told, "client", "name"), line(told, "client")}:
        return Delivery(id=id)
    if line(told, "data", "type") != "incident":
        return Delivery(id=id, notes=_notes(told))
    alert = _alert(told, kind)
    return (
        Delivery(id=id, alerts=(alert,)) if kind in _ALERTING else Delivery(id=id, updates=(alert,))
    )


def _alert(told: Mapping[str, object], kind: str) -> Alert:
    data, at = pick(told, "data"), pick(told, "occurred_at")
    status, incident = line(data, "status"), named(SOURCE, data, "id")
    priority = first(line(data, "priority", "summary"), line(data, "priority", "name"))
    acknowledged = status == "acknowledged"
    return Alert(
        source=SOURCE,
        external_id=incident,
        fingerprint=incident,
        dedup_key=dedup_key(SOURCE, incident),
        title=line(data, "title"),
        severity_told=first(priority, line(data, "urgency")),
        severity=severity_said(priority, pick(data, "urgency")),
        state=state_said(SOURCE, status, firing=_FIRING, resolved="resolved"),
        acknowledged=acknowledged,
        acknowledged_at=at if kind == "acknowledged" else None,
        acknowledged_by=pick(told, "agent", "summary") if kind == "acknowledged" else None,
        released=kind == "unacknowledged",
        service=pick(data, "service", "summary"),
        link=pick(data, "html_url"),
        told_at=at,
        starts_at=pick(data, "reopened_at") or pick(data, "created_at"),
        ends_at=at,
    )


def _echoes(told: Mapping[str, object], page: PageId, kind: str) -> tuple[Echo, ...]:
    """What comes back of a page of ours would call people for being called."""
    if kind != "acknowledged":
        return ()
    return (Echo(page=page, by=pick(told, "agent", "summary"), at=pick(told, "occurred_at")),)


def _notes(told: Mapping[str, object]) -> tuple[Note, ...]:
    """A status update, or what somebody noted: here the data is not the incident itself."""
    data = pick(told, "data")
    incident, text = line(data, "incident", "id"), pick(data, "message") or pick(data, "content")
    if not incident or not isinstance(text, str):
        return ()
    return (
        Note(
            source=SOURCE,
            dedup_key=dedup_key(SOURCE, incident),
            text=text,
            by=pick(told, "agent", "summary"),
            at=pick(told, "occurred_at"),
            link=pick(data, "incident", "html_url"),
        ),
    )


def read(post: Post) -> Delivery | None:
    """The link has the incident's id, so the message and the webhook speak of the same alert."""
    head = _HEAD.match(post.title.plain) or _HEAD.match(post.fallback.plain)
    link = next((link for link in post.links if _LINK.match(link.url)), None)
    incident = _LINK.match(link.url) if link else None
    if head is None or link is None or incident is None or "pagerduty" not in post.names + link.url:
        return None
    title = _NUMBER.sub("", link.label, count=1)
    if _RAISED_HERE.match(title):
        return Delivery()
    state, named = head[1].casefold(), post.named
    over, taken = state == "resolved", state == "acknowledged"
    return Delivery(
        alerts=(
            Alert(
                source=SOURCE,
                external_id=incident[1],
                fingerprint=incident[1],
                dedup_key=dedup_key(SOURCE, incident[1]),
                title=title,
                severity_told=first(named.get("priority", ""), named.get("urgency", "")),
                severity=severity_said(named.get("priority"), named.get("urgency")),
                state=AlertState.RESOLVED if over else AlertState.FIRING,
                acknowledged=taken,
                acknowledged_at=post.at if taken else None,
                service=named.get("service"),
                link=link.url,
                told_at=post.at,
                starts_at=post.sent_at if state in {"triggered", "reopened"} else None,
                ends_at=post.at,
            ),
        ),
    )
