"""What is due is computed from how things stand, never stored: nudges, and when each falls due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.incident import archiving, due_alerts, due_guides, due_roles, due_tasks, due_updates
from bot.incident.incident import Incident
from bot.incident.nudge import Nudge, Rule
from bot.incident.policy import Policy
from bot.incident.task import Task

__all__ = ["RULES", "Nudge", "Rule", "due"]


RULES: tuple[Rule, ...] = (
    due_tasks.task_nags,
    due_tasks.tasks_left,
    due_guides.decision_card,
    archiving.notices,
    due_roles.nobody_in_command,
    due_roles.unanswered_handover,
    due_roles.long_in_command,
    due_alerts.all_clear,
    due_updates.announced_ends,
)


def due(incident: Incident, tasks: Sequence[Task], policy: Policy) -> list[Nudge]:
    """All that is or will be due as things stand now. Pure; who asks compares with the clock."""
    found = [nudge for rule in RULES for nudge in rule(incident, tasks, policy)]
    quiet = incident.quiet_until
    if quiet is None:
        return found
    return [n if n.through_quiet or n.at >= quiet else replace(n, at=quiet) for n in found]
