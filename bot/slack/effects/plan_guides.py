"""When the card's checklist will look different by itself: look again then, and not before."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident.checklist import changes_at
from bot.incident.guides import checklist_of
from bot.response.effects import LookAgain
from bot.slack.effects.drawing import Drawing


def checklist_turns(drawing: Drawing) -> Iterator[LookAgain]:
    incident, now = drawing.incident, drawing.standing.now
    found = checklist_of(drawing.scene.policy, incident)
    if at := min(changes_at(incident, found, now), default=None):
        yield LookAgain(at)
