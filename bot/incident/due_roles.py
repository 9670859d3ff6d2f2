"""What falls due about roles: nobody in command, a handover without an answer, a long command."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.incident.handover import REMIND_AFTER, SUGGEST_AFTER
from bot.incident.incident import Incident
from bot.incident.nudge import Nudge
from bot.incident.policy import Policy
from bot.incident.roles import Role
from bot.incident.task import Task

NO_IC, OFFERED_TO_YOU, YOUR_OFFER, RELIEF = "no_ic", "handover_to_you", "handover_by_you", "relief"
PATIENCE = timedelta(minutes=5)
"""So long nobody may be in command before that is said (product rule)."""


def nobody_in_command(incident: Incident, tasks: Sequence[Task], policy: Policy) -> Iterator[Nudge]:
    """Once for each vacancy; the message then follows who has taken command."""
    since = incident.no_ic_since
    if since is not None:
        yield Nudge(
            key=f"nudge:no-ic:{_seconds(since)}",
            what=NO_IC,
            at=since + PATIENCE,
            only_follows=incident.commander is not None or not incident.is_open,
        )


def unanswered_handover(
    incident: Incident, tasks: Sequence[Task], policy: Policy
) -> Iterator[Nudge]:
    """Both are reminded once, while there is something to command."""
    offer = incident.handover
    if offer is None or not offer.is_open or not incident.is_open:
        return
    at, parts = offer.at + REMIND_AFTER, {"id": str(offer.id)}
    for what, to in ((OFFERED_TO_YOU, offer.to), (YOUR_OFFER, offer.by)):
        key = f"nudge:handover:{offer.id}:{what}"
        yield Nudge(key=key, what=what, at=at, to=to, parts=parts)


def long_in_command(incident: Incident, tasks: Sequence[Task], policy: Policy) -> Iterator[Nudge]:
    """A relief is suggested once in each command, unless one is on offer."""
    holding = incident.roles.get(Role.IC)
    offered = incident.handover is not None and incident.handover.is_open
    if holding is not None and incident.is_open and not offered:
        yield Nudge(
            key=f"nudge:relief:{holding.user}:{_seconds(holding.since)}",
            what=RELIEF,
            at=holding.since + SUGGEST_AFTER,
            to=holding.user,
            parts={"since": _seconds(holding.since)},
        )


def _seconds(at: datetime) -> str:
    return str(int(at.timestamp()))
