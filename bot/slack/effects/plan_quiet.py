"""When quiet is over, the card says so no longer."""

from __future__ import annotations

from collections.abc import Iterator

from bot.response.effects import LookAgain
from bot.slack.effects.drawing import Drawing


def quiet(drawing: Drawing) -> Iterator[LookAgain]:
    until = drawing.incident.quiet_until
    if until is not None and until > drawing.standing.now:
        yield LookAgain(until)
