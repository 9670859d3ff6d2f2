"""Nagios: its macros as a JSON object, sent by a notification command."""

from __future__ import annotations

from collections.abc import Mapping

from bot.alerts.payload import first, first_link, known, line, named, pick, state_said, word
from bot.incident.alert import Alert, Delivery, Note, dedup_key
from bot.incident.alert_words import AlertSeverity

SOURCE = "nagios"
_SEVERITIES = {
    "WARNING": AlertSeverity.WARNING,
    "CRITICAL": AlertSeverity.CRITICAL,
    "DOWN": AlertSeverity.CRITICAL,
}
_FIRING = "problem,acknowledgement,custom"
_ALERTING = {"problem", "recovery", "acknowledgement"}


def parse(payload: object) -> Delivery:
    """Flapping and downtime are told as notes: they are about an alert, and none themselves."""
    told = _macros(payload)
    kind = word(known(SOURCE, told, "NOTIFICATIONTYPE", "HOSTNAME"), "NOTIFICATIONTYPE")
    key = dedup_key(SOURCE, named(SOURCE, told, "HOSTNAME"), line(told, "SERVICEDESC"))
    if kind.startswith(("flapping", "downtime")):
        return Delivery(notes=(_note(told, key),))
    alert = _alert(told, key, kind)
    return Delivery(alerts=(alert,)) if kind in _ALERTING else Delivery(updates=(alert,))


def _macros(payload: object) -> dict[str, object]:
    """Nagios hands them to its commands with a prefix."""
    return {
        str(name).removeprefix("NAGIOS_"): text for name, text in known(SOURCE, payload).items()
    }


def _alert(told: Mapping[str, object], key: str, kind: str) -> Alert:
    host, service = line(told, "HOSTNAME"), line(told, "SERVICEDESC")
    of = "SERVICE" if service else "HOST"
    state, output, at = line(told, f"{of}STATE"), line(told, f"{of}OUTPUT"), pick(told, "TIMET")
    id = f"{host}!{service}" if service else host
    acknowledged = kind == "acknowledgement"
    changed = line(told, f"LAST{of}STATECHANGE")
    return Alert(
        source=SOURCE,
        external_id=id,
        fingerprint=id,
        dedup_key=key,
        title=f"{' / '.join(part for part in (host, service) if part)}: {output or state}",
        text=pick(told, f"LONG{of}OUTPUT"),
        severity_told=state,
        severity=_SEVERITIES.get(state.upper()),
        state=state_said(SOURCE, kind, firing=_FIRING, resolved="recovery"),
        acknowledged=acknowledged,
        acknowledged_at=at if acknowledged else None,
        acknowledged_by=pick(told, "NOTIFICATIONAUTHOR") if acknowledged else None,
        service=first(service, host),
        link=first_link(pick(told, f"{of}ACTIONURL"), pick(told, f"{of}NOTESURL")),
        told_at=at,
        starts_at=(changed or at) if kind != "recovery" else None,
        ends_at=at,
        labels={"host": host, "address": line(told, "HOSTADDRESS")},
    )


def _note(told: Mapping[str, object], key: str) -> Note:
    said = (line(told, "NOTIFICATIONTYPE"), line(told, "NOTIFICATIONCOMMENT"))
    return Note(
        source=SOURCE,
        dedup_key=key,
        text=" ".join(part for part in said if part),
        by=pick(told, "NOTIFICATIONAUTHOR"),
        at=pick(told, "TIMET"),
    )
