"""The words for states and levels, in the reader's language."""

from __future__ import annotations

from bot.incident.lifecycle import Status
from bot.incident.severity import Severity
from bot.language import N_, Tongue

_STATUS = {
    Status.INVESTIGATING: N_("investigating"),
    Status.IDENTIFIED: N_("identified"),
    Status.MONITORING: N_("monitoring"),
    Status.RESOLVED: N_("resolved"),
    Status.CLOSED: N_("closed"),
    Status.CANCELLED: N_("cancelled"),
    Status.MERGED: N_("merged"),
}


def status_name(tongue: Tongue, status: Status) -> str:
    return tongue.say(_STATUS[status])


def severity_name(tongue: Tongue, severity: Severity) -> str:
    return severity.named(tongue.locale)
