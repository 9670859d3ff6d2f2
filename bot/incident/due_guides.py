"""When the decision card is put before people, by itself or because somebody asked for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.incident.decision import is_decided, is_needed, rounds
from bot.incident.guides import rank_of
from bot.incident.incident import Incident
from bot.incident.nudge import Nudge
from bot.incident.policy import Policy
from bot.incident.task import Task

DECISION = "decision"


def decision_card(incident: Incident, tasks: Sequence[Task], policy: Policy) -> Iterator[Nudge]:
    """One message for each time the question is put; it follows what is decided upon it."""
    for at in rounds(incident, rank_of(policy, incident)):
        decided = is_decided(incident, at)
        follows = decided and not incident.way_struck  # else an edit of its own says so
        if incident.is_open and (follows or is_needed(incident, at)):
            yield Nudge(
                key=f"{DECISION}:{int(at.timestamp())}",
                what=DECISION,
                at=at,
                parts={"put": str(at.timestamp())},
                through_quiet=at == incident.way_asked_at,
                only_follows=decided,
            )
