"""New Relic: webhooks of workflows in their default template, and messages in Slack."""

from __future__ import annotations

import re

from bot.alerts.payload import first, first_link, known, line, named, pick, state_said, word
from bot.alerts.post import Post
from bot.incident.alert import Alert, AlertState, Delivery, dedup_key
from bot.incident.alert_words import severity_said

SOURCE = "newrelic"
_FIRING = "created,activated,acknowledged"
_ISSUE = re.compile(r"https://[\w.-]{1,100}newrelic\.com/\S{0,200}/issues/([\w-]{1,60})")
_HEADLINE = re.compile(r"(\w{1,20}) (?:priority )?issue is (\w{1,20})", re.IGNORECASE)


def parse(payload: object) -> Delivery:
    told = known(SOURCE, payload, "id", "state")
    id, state, at = named(SOURCE, told, "id"), word(told, "state"), pick(told, "updatedAt")
    acknowledged = state == "acknowledged"
    alert = Alert(
        source=SOURCE,
        external_id=id,
        fingerprint=id,
        dedup_key=dedup_key(SOURCE, id),
        title=first(line(told, "title"), line(told, "title", 0)),
        severity_told=line(told, "priority"),
        severity=severity_said(pick(told, "priority")),
        state=state_said(SOURCE, state, firing=_FIRING, resolved="closed"),
        acknowledged=acknowledged,
        acknowledged_at=at if acknowledged else None,
        acknowledged_by=pick(told, "owner") if acknowledged else None,
        service=first(line(told, "impactedEntities", 0), line(told, "alertPolicyNames", 0)),
        link=first_link(pick(told, "issueUrl"), pick(told, "issuePageUrl")),
        runbook=first_link(pick(told, "runbookUrl"), pick(told, "runbookUrl", 0)),
        told_at=at,
        starts_at=pick(told, "createdAt"),
        ends_at=at,
        labels={
            "policy": line(told, "alertPolicyNames", 0),
            "condition": line(told, "alertConditionNames", 0),
        },
    )
    return Delivery(alerts=(alert,))


def read(post: Post) -> Delivery | None:
    """The link has the id of the issue, as the webhook does."""
    found = _HEADLINE.match(post.parts[-1].text.plain)
    link = next((link for link in post.links if _ISSUE.match(link.url)), None)
    issue = _ISSUE.match(link.url) if link else None
    if found is None or link is None or issue is None:
        return None
    state = found[2].casefold()
    over, taken = state == "closed", state == "acknowledged"
    alert = Alert(
        source=SOURCE,
        external_id=issue[1],
        fingerprint=issue[1],
        dedup_key=dedup_key(SOURCE, issue[1]),
        title=link.label,
        severity_told=found[1],
        severity=severity_said(found[1]),
        state=AlertState.RESOLVED if over else AlertState.FIRING,
        acknowledged=taken,
        acknowledged_at=post.at if taken else None,
        service=first(post.named.get("impacted entities", ""), post.named.get("policy", "")),
        link=link.url,
        told_at=post.at,
        starts_at=None if over or taken else post.sent_at,
        ends_at=post.at,
    )
    return Delivery(alerts=(alert,))
