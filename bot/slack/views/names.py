"""The words for states and levels, in the reader's language."""

from __future__ import annotations

from bot.incident.handover import HandoverEnd
from bot.incident.lifecycle import Status
from bot.incident.moments import Moment
from bot.incident.roles import ROLE_NAMES, Role
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

_MOMENT = {
    Moment.STARTED: N_("started"),
    Moment.DETECTED: N_("detected"),
    Moment.DECLARED: N_("declared"),
    Moment.ACKNOWLEDGED: N_("acknowledged"),
    Moment.MITIGATED: N_("mitigated"),
    Moment.RESOLVED: N_("resolved"),
    Moment.CLOSED: N_("closed"),
}


_REASON = {
    "false alarm": N_("false alarm"),
    "duplicate": N_("duplicate"),
    "planned work": N_("planned work"),
    "test": N_("test"),
    "mistake": N_("mistake"),
}


def reason_said(tongue: Tongue, reason: str) -> str:
    """One of those that are stored by name in the reader's language; any other as it is."""
    return tongue.say(_REASON[reason]) if reason in _REASON else reason


_END = {
    HandoverEnd.ACCEPTED: N_("accepted"),
    HandoverEnd.DECLINED: N_("declined"),
    HandoverEnd.WITHDRAWN: N_("withdrawn"),
    HandoverEnd.OVERTAKEN: N_("overtaken"),
}


def end_name(tongue: Tongue, end: HandoverEnd) -> str:
    return tongue.say(_END[end])


def role_name(tongue: Tongue, role: Role) -> str:
    return tongue.say(ROLE_NAMES[role])


def moment_name(tongue: Tongue, moment: Moment) -> str:
    return tongue.say(_MOMENT[moment])


def status_name(tongue: Tongue, status: Status) -> str:
    return tongue.say(_STATUS[status])


def severity_name(tongue: Tongue, severity: Severity) -> str:
    return severity.named(tongue.locale)
