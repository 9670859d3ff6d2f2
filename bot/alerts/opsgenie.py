"""Opsgenie and Jira Service Management: webhooks, and messages in Slack."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.alerts.payload import first, known, line, named, pick, table, tags_of, word
from bot.alerts.post import Post
from bot.incident.alert import Alert, AlertState, Delivery, Note, dedup_key
from bot.incident.alert_words import severity_said

SOURCE = "opsgenie"
_ALERTING = {"create", "acknowledge", "unacknowledge", "close", "delete"}
_OVER = {"close", "delete"}
_LINK = re.compile(r"https://[\w.-]{0,80}opsgenie\.com/alert/detail/([\w-]{1,60})")
_HEAD = re.compile(r"#\w{1,20}:\s*(\S.*)")


def parse(payload: object) -> Delivery:
    told = known(SOURCE, payload, "action", "alert")
    action, id = word(told, "action"), named(SOURCE, table(told, "alert"), "alertId")
    if action == "addnote":
        return Delivery(notes=(_note(told, id),))
    alert = _alert(told, id, action)
    return Delivery(alerts=(alert,)) if action in _ALERTING else Delivery(updates=(alert,))


def _alert(told: Mapping[str, object], id: str, action: str) -> Alert:
    data = pick(told, "alert")
    tags, at = tags_of(pick(data, "tags")), pick(data, "updatedAt")
    acknowledged = action == "acknowledge"
    return Alert(
        source=SOURCE,
        external_id=id,
        fingerprint=pick(data, "alias"),
        dedup_key=dedup_key(SOURCE, id),
        title=line(data, "message"),
        text=pick(data, "description"),
        severity_told=line(data, "priority"),
        severity=severity_said(pick(data, "priority")),
        state=AlertState.RESOLVED if action in _OVER else AlertState.FIRING,
        acknowledged=acknowledged,
        acknowledged_at=at if acknowledged else None,
        acknowledged_by=pick(data, "username") if acknowledged else None,
        released=action == "unacknowledge",
        service=first(tags.get("service", ""), line(data, "entity")),
        told_at=at,
        starts_at=pick(data, "createdAt"),
        ends_at=at,
        labels=tags,
    )


def _note(told: Mapping[str, object], id: str) -> Note:
    data = pick(told, "alert")
    return Note(
        source=SOURCE,
        dedup_key=dedup_key(SOURCE, id),
        text=pick(data, "note"),
        by=pick(data, "username"),
        at=pick(data, "updatedAt"),
    )


def read(post: Post) -> Delivery | None:
    """Its link has the id of the alert; the words before the number say what became of it."""
    found, link = _HEAD.match(post.title.plain), post.link_to("opsgenie.com/alert/detail/")
    id = _LINK.match(link) if link else None
    if found is None or id is None:
        return None
    said, named = post.fallback.plain.partition("#")[0].casefold(), post.named
    over, taken = "closed" in said, "acknowledged" in said
    return Delivery(
        alerts=(
            Alert(
                source=SOURCE,
                external_id=id[1],
                fingerprint=id[1],
                dedup_key=dedup_key(SOURCE, id[1]),
                title=found[1],
                text=post.parts[-1].text.plain,
                severity_told=named.get("priority", ""),
                severity=severity_said(named.get("priority")),
                state=AlertState.RESOLVED if over else AlertState.FIRING,
                acknowledged=taken,
                acknowledged_at=post.at if taken else None,
                service=tags_of(named.get("tags", "")).get("service"),
                link=link,
                told_at=post.at,
                starts_at=None if over or taken else post.sent_at,
                ends_at=post.at,
            ),
        ),
    )
