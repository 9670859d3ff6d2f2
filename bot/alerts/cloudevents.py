"""CloudEvents 1.0 about alerts: one, or a batch of them, in the structured form."""

from __future__ import annotations

from bot.alerts.errors import UnknownShape
from bot.alerts.payload import ROWS, first, first_link, known, line, pick, rows, state_said, table
from bot.incident.alert import Alert, AlertState, Delivery, dedup_key
from bot.incident.alert_words import severity_said

SOURCE = "cloudevents"
_FIRING, _RESOLVED = "firing,triggered,open,alerting,problem,active", "resolved,ok,closed,recovered"


def parse(payload: object) -> Delivery:
    """Its source and id name the event, of which there may be more about one alert."""
    if isinstance(payload, list):
        alerts = tuple(_alert(event) for event in rows(payload))
        return Delivery(alerts=alerts, left_out=max(0, len(payload) - ROWS))
    event = f"{line(payload, 'source')} {line(payload, 'id')}"
    return Delivery(id=event, alerts=(_alert(payload),))


def _alert(payload: object) -> Alert:
    told = known(SOURCE, payload, "specversion", "id", "source", "type")
    data = table(told, "data")
    title = first(line(data, "title"), line(data, "summary"), line(data, "message"))
    if not title:
        raise UnknownShape(SOURCE, "its data has no `title`, no `summary` and no `message`")
    status = first(line(data, "status"), line(data, "state"), line(told, "type").rpartition(".")[2])
    state = state_said(SOURCE, status.casefold(), firing=_FIRING, resolved=_RESOLVED)
    lasting = first(line(data, "fingerprint"), line(told, "subject"), title)
    at = pick(told, "time")
    return Alert(
        source=SOURCE,
        external_id=line(told, "id"),
        fingerprint=line(data, "fingerprint"),
        dedup_key=dedup_key(SOURCE, line(told, "source"), lasting),
        title=title,
        text=pick(data, "description"),
        severity_told=line(data, "severity"),
        severity=severity_said(pick(data, "severity")),
        state=state,
        acknowledged=pick(data, "acknowledged") is True,
        service=first(line(data, "service"), line(told, "subject")),
        link=first_link(pick(data, "url"), pick(data, "link")),
        runbook=pick(data, "runbook"),
        dashboard=pick(data, "dashboard"),
        told_at=at,
        starts_at=pick(data, "starts_at") or (at if state is AlertState.FIRING else None),
        ends_at=pick(data, "ends_at") or at,
        labels=pick(data, "labels"),
    )
