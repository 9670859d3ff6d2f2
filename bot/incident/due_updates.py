"""What whoever writes updates owes: the next one, and another promise when an end has passed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.incident.cadence import TOGETHER, dues
from bot.incident.due_tasks import answerable
from bot.incident.incident import Incident
from bot.incident.lateness import AFTER, Rung, most_overdue
from bot.incident.nudge import Nudge
from bot.incident.policy import Policy
from bot.incident.roles import Role
from bot.incident.task import Task

END_PASSED, UPDATE_OWED = "end_passed", "update_owed"


def announced_ends(incident: Incident, tasks: Sequence[Task], policy: Policy) -> Iterator[Nudge]:
    """Each announced time once, to whoever writes the updates."""
    if not incident.is_open:
        return
    told = incident.updates.told.items()
    for at in sorted({each.letter.eta for _, each in told if each.letter.eta}):
        keys = [key for key, each in told if each.letter.eta == at]
        yield Nudge(
            key=f"nudge:end:{int(at.timestamp())}",
            what=END_PASSED,
            at=at,
            to=incident.holder(Role.COMMS) or answerable(incident),
            parts={"told": " ".join(keys), "at": str(int(at.timestamp()))},
        )


def update_owed(incident: Incident, policy: Policy) -> Iterator[Nudge]:
    """What stands on the Home tab of whoever writes updates; the ladder says it to them."""
    found = dues(incident, policy)
    first = most_overdue(found)
    if first is not None:
        together = [one for one in found if not one.by_itself and one.at <= first.at + TOGETHER]
        yield Nudge(
            key=f"owed:{int(first.at.timestamp())}",
            what=UPDATE_OWED,
            at=first.at + AFTER[Rung.SOON],
            to=incident.holder(Role.COMMS) or answerable(incident),
            parts={
                "told": " ".join(one.audience.key for one in together),
                "at": str(int(first.at.timestamp())),
            },
        )
