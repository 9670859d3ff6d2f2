"""Messages of bots nobody knows, if their first line says in so many words that it is an alert."""

from __future__ import annotations

import re

from bot.alerts.payload import first_link
from bot.alerts.post import Post
from bot.incident.alert import Alert, AlertState, Delivery, dedup_key
from bot.incident.alert_words import severity_said

SOURCE = "slack"
_FIRING = "FIRING|ALERT|ALARM|CRITICAL|WARNING|PROBLEM|TRIGGERED|DOWN"
_RESOLVED = "RESOLVED|RECOVERED|RECOVERY|CLEARED|OK|UP"
_MARKED = re.compile(rf"\[?\b({_FIRING}|{_RESOLVED})(?::\d{{1,6}})?(?:\]:?|:)\s{{1,3}}(\S.*)")
_BURNING = {"rotating_light"}
_FINE = {"white_check_mark", "large_green_circle", "green_heart"}


def read(post: Post) -> Delivery | None:
    """A word in capitals with a colon or in brackets, at the beginning; or a siren there."""
    sign, headline = post.title.first_sign, post.title.plain.split("\n")[0]
    found = _MARKED.match(headline)
    if found is None and not (headline and sign in _BURNING):
        return None
    word, title = (found[1], found[2]) if found else ("", headline)
    over = word in _RESOLVED.split("|") or sign in _FINE
    named = post.named
    told = named.get("severity") or named.get("priority") or word
    alert = Alert(
        source=SOURCE,
        dedup_key=dedup_key(SOURCE, post.author, title),
        title=title,
        text=post.all.plain,
        severity_told=told,
        severity=severity_said(told),
        state=AlertState.RESOLVED if over else AlertState.FIRING,
        service=named.get("service"),
        link=first_link(*(link.url for link in post.links)),
        runbook=first_link(named.get("runbook"), post.link_called("runbook")),
        dashboard=first_link(named.get("dashboard"), post.link_called("dashboard")),
        told_at=post.at,
        starts_at=None if over else post.sent_at,
        ends_at=post.at,
    )
    return Delivery(alerts=(alert,))
