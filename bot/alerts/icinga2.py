"""Icinga 2: objects of its API, sent by a notification script."""

from __future__ import annotations

from collections.abc import Mapping

from bot.alerts.payload import first, known, line, named, pick, state_said, table
from bot.incident.alert import Alert, AlertState, Delivery, dedup_key
from bot.incident.alert_words import AlertSeverity

SOURCE = "icinga2"
_SERVICE_STATES = {"0": "OK", "1": "WARNING", "2": "CRITICAL", "3": "UNKNOWN"}
_HOST_STATES = {"0": "UP", "1": "DOWN"}
_SEVERITIES = {
    "WARNING": AlertSeverity.WARNING,
    "CRITICAL": AlertSeverity.CRITICAL,
    "DOWN": AlertSeverity.CRITICAL,
}
_GOOD = {"OK", "UP"}
_SOFT = "0"


def parse(payload: object) -> Delivery:
    """A soft state may pass by itself, and downtime is planned: neither makes an alert."""
    told = known(SOURCE, payload, "host", "check_result")
    host, service = table(told, "host"), table(told, "service")
    named(SOURCE, host, "name")
    alert = _alert(told, host, service)
    planned = any(line(one, "downtime_depth") not in {"", "0"} for one in (host, service))
    passing = line(told, "check_result", "state_type") == _SOFT
    if alert.state is AlertState.FIRING and (planned or passing):
        return Delivery(updates=(alert,))
    return Delivery(alerts=(alert,))


def _alert(
    told: Mapping[str, object], host: Mapping[str, object], service: Mapping[str, object]
) -> Alert:
    result, states = pick(told, "check_result"), _SERVICE_STATES if service else _HOST_STATES
    state = states.get(line(result, "state"), line(result, "state"))
    at = pick(result, "execution_end")
    of = service or host
    changed = pick(of, "last_hard_state_change")
    names = [first(line(one, "display_name"), line(one, "name")) for one in (host, service) if one]
    id = "!".join(line(one, "name") for one in (host, service) if one)
    return Alert(
        source=SOURCE,
        external_id=id,
        fingerprint=id,
        dedup_key=dedup_key(SOURCE, line(host, "name"), line(service, "name")),
        title=" / ".join(names),
        text=pick(result, "output"),
        severity_told=state,
        severity=_SEVERITIES.get(state),
        state=state_said(
            SOURCE, state.casefold(), firing="warning,critical,unknown,down", resolved="ok,up"
        ),
        acknowledged=line(of, "acknowledgement") not in {"", "0"},
        service=names[-1],
        link=first(line(of, "action_url"), line(of, "notes_url")),
        told_at=at,
        starts_at=None if state in _GOOD else changed or at,
        ends_at=at,
        labels={"host": line(host, "name")},
    )
