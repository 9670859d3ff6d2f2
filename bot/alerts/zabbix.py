"""Zabbix: a webhook media type, whose fields each installation names for itself."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from bot.alerts.errors import UnknownShape
from bot.alerts.payload import first, first_link, known, line, pick, state_said, tags_of, word
from bot.incident.alert import Alert, AlertState, Delivery, dedup_key
from bot.incident.alert_words import severity_said

SOURCE = "zabbix"
_FIRING, _RESOLVED = "problem,1,down", "ok,resolved,recovery,0,up"
_TITLES = ("trigger", "trigger_name", "event_name", "subject")
_HOSTS = ("hostname", "host", "host_name")
_LINKS = ("link", "url", "event_url")


def parse(payload: object) -> Delivery:
    """The trigger's id lasts; each event of it, also the one that ends it, has another."""
    told = known(SOURCE, payload)
    said = first(word(told, "status"), word(told, "event_status"), word(told, "value"))
    state = state_said(SOURCE, said, firing=_FIRING, resolved=_RESOLVED)
    link = first_link(*(pick(told, name) for name in _LINKS))
    title, host = _first_of(told, _TITLES), _first_of(told, _HOSTS)
    trigger = first(line(told, "triggerid"), line(told, "trigger_id"), _linked(link))
    if not trigger and not title:
        raise UnknownShape(SOURCE, "it has no `triggerid`, and no `trigger` to call it by")
    severity = first(line(told, "severity"), line(told, "event_severity"))
    at = first(line(told, "timestamp"), line(told, "event_timestamp"))
    alert = Alert(
        source=SOURCE,
        external_id=trigger,
        fingerprint=trigger,
        dedup_key=dedup_key(SOURCE, trigger) if trigger else dedup_key(SOURCE, host, title),
        title=title,
        text=first(line(told, "message"), line(told, "item")),
        severity_told=severity,
        severity=severity_said(severity),
        state=state,
        acknowledged=first(word(told, "ack"), word(told, "acknowledged")) in {"yes", "1", "true"},
        service=first(tags_of(pick(told, "tags")).get("service", ""), host),
        link=link,
        told_at=at,
        starts_at=at if state is AlertState.FIRING else None,
        ends_at=at,
        labels=tags_of(pick(told, "tags")),
    )
    return Delivery(alerts=(alert,))


def _first_of(told: Mapping[str, object], names: tuple[str, ...]) -> str:
    return first(*(line(told, name) for name in names))


def _linked(link: str | None) -> str:
    return parse_qs(urlsplit(link or "").query).get("triggerid", [""])[0]
