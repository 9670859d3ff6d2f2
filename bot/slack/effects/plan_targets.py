"""When a target of the card is missed: look again then, for nothing else may happen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bot.response.effects import LookAgain
from bot.slack.effects.drawing import Drawing
from bot.slack.views.card_times import targets

AFTER = timedelta(seconds=1)
"""What is done at the very moment is done in time."""


def targets_missed(drawing: Drawing) -> Iterator[LookAgain]:
    for moment, due in targets(drawing.scene):
        if drawing.incident.moments.at(moment) is None and due + AFTER > drawing.standing.now:
            yield LookAgain(due + AFTER)
