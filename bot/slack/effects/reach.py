"""When people can be told what can wait, and who can be told nothing."""

from __future__ import annotations

from bot.incident.due_tasks import Reach
from bot.incident.ids import UserId
from bot.incident.working_hours import zone_or
from bot.slack.effects.drawing import Drawing


def reach_of(drawing: Drawing) -> Reach:
    standing, policy = drawing.standing, drawing.scene.policy

    def zone_of(user: UserId) -> str:
        person = drawing.person(user)
        return zone_or(person.zone if person else None, policy.zone)

    def is_gone(user: UserId) -> bool:
        person = drawing.person(user)
        deactivated = person is not None and person.deactivated
        return deactivated or standing.hidden_from(user)

    return Reach(policy.working_hours, zone_of, is_gone)
