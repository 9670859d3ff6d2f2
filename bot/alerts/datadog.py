"""Datadog: webhooks, whose fields their user chose from its variables, and its messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from bot.alerts.errors import UnknownShape
from bot.alerts.payload import first, first_link, known, line, pick, tags_of, word
from bot.alerts.post import Post
from bot.incident.alert import Alert, AlertState, Condition, Delivery, dedup_key
from bot.incident.alert_words import a_moment, a_text, severity_said

SOURCE = "datadog"
_HEAD = re.compile(
    r"\s*\[(?:(?P<priority>P[1-5])|(?P<test>TEST)"
    r"|(?P<state>[A-Za-z -]{2,20}?)(?: on \{(?P<scope>[^{}\]]{0,300})\})?)\]"
)
_MESSAGE = re.compile(r"(?:\[?P[1-5]\]?\s+)?(?P<state>[A-Z][A-Za-z -]{2,20}):\s*(?P<title>\S.*)")
_MONITOR = re.compile(r"https?://[\w.-]{1,100}/monitors[#/](\d{1,20})(?:\?group=([^)\s&]{0,500}))?")
_FIRST = {"triggered", "warn", "no data", "alert"}
_AGAIN = {"re-triggered", "re-warn", "re-no data", "renotify"}
_OVER = {"recovered", "resolved", "warn recovered", "no data recovered", "ok"}
_SERVICE = re.compile(r"\bservice:([\w./-]{0,99}\w)")


def parse(payload: object) -> Delivery:
    told = known(SOURCE, payload, "title")
    marks, title = _heads(line(told, "title"))
    state = first(word(told, "alert_transition"), marks.get("state", "").casefold())
    if state not in _FIRST | _AGAIN | _OVER:
        raise UnknownShape(SOURCE, "it has no `alert_transition`, and its title tells no state")
    monitor, group = _monitor(told, marks, title)
    at, over = a_moment(pick(told, "date")) or a_moment(pick(told, "last_updated")), state in _OVER
    tags = tags_of(pick(told, "tags") or pick(told, "event_tags"))
    priority = first(line(told, "alert_priority"), marks.get("priority", ""))
    alert = Alert(
        source=SOURCE,
        external_id=first(monitor, line(told, "event_id"), line(told, "id")),
        fingerprint=line(told, "alert_cycle_key"),
        dedup_key=dedup_key(SOURCE, monitor or title, group),
        copy_key=dedup_key(SOURCE, monitor, "") if monitor and group else None,
        title=title,
        text=first(line(told, "alert_status"), _said(pick(told, "body"))),
        severity_told=priority or line(told, "alert_type"),
        severity=severity_said(
            priority, "warning" if "warn" in state else "", line(told, "alert_type")
        ),
        state=AlertState.RESOLVED if over else AlertState.FIRING,
        service=first(tags.get("service", ""), tags.get("host", "")),
        link=pick(told, "link"),
        told_at=at,
        starts_at=at if state in _FIRST else None,
        ends_at=at,
        condition=Condition.NO_DATA if "no data" in state else None,
        labels=tags,
        is_test="test" in marks,
    )
    return Delivery(id=first(line(told, "event_id"), line(told, "id")), alerts=(alert,))


def _heads(title: str) -> tuple[Mapping[str, str], str]:
    """What its brackets say, and the name of the monitor behind them."""
    marks: dict[str, str] = {}
    place = 0
    while (found := _HEAD.match(title, place)) and not _is_name(found):
        marks |= {name: text for name, text in found.groupdict().items() if text}
        place = found.end()
    return marks, title[place:].strip() or title


def _is_name(found: re.Match[str]) -> bool:
    """A name may begin with brackets of its own."""
    state = (found["state"] or "").casefold()
    return bool(state) and state not in _FIRST | _AGAIN | _OVER


def _monitor(told: Mapping[str, object], marks: Mapping[str, str], title: str) -> tuple[str, str]:
    """The monitor and the group in it. The id of the event is another one each time."""
    body = f"{line(told, 'link')} {a_text(pick(told, 'body'), 5000)}"
    found = _MONITOR.search(body)
    linked = parse_qs(f"group={found[2]}")["group"][0] if found and found[2] else ""
    group = first(line(told, "alert_scope"), linked, marks.get("scope", ""))
    monitor = first(line(told, "alert_id"), found[1] if found else "")
    return monitor, ",".join(sorted(part.strip() for part in group.split(",")))


def _said(body: object) -> str:
    """Its Markdown without the mentions that sent it here."""
    lines = a_text(body, 3000).replace("%%%", "").split("\n")
    kept = (line for line in lines if not line.startswith(("@", "[![", "[[", "- - -")))
    return "\n".join(kept).strip()


def read(post: Post) -> Delivery | None:
    found = _MESSAGE.match(post.title.plain)
    address = post.link_to("/monitors/", "/monitors#")
    state = found["state"].casefold() if found else ""
    if found is None or address is None or state not in _FIRST | _AGAIN | _OVER:
        return None
    monitor = _MONITOR.match(address)
    key = monitor[1] if monitor else found["title"]
    service, over = _SERVICE.search(post.all.plain), state in _OVER
    at = _linked_time(address) or post.at
    return Delivery(
        alerts=(
            Alert(
                source=SOURCE,
                external_id=monitor[1] if monitor else None,
                dedup_key=dedup_key(SOURCE, key, ""),
                title=found["title"],
                text=post.all.plain,
                severity=severity_said("warning" if "warn" in state else ""),
                state=AlertState.RESOLVED if over else AlertState.FIRING,
                service=service[1] if service else None,
                link=address,
                runbook=first_link(post.named.get("runbook"), post.link_called("runbook")),
                told_at=at,
                starts_at=at if state in _FIRST else None,
                ends_at=at,
                condition=Condition.NO_DATA if "no data" in state else None,
            ),
        ),
    )


def _linked_time(address: str) -> datetime | None:
    told = parse_qs(urlsplit(address).query).get("link_event_ts", [""])
    return a_moment(told[0])
