"""Typed times that cannot be meant, said with what can be typed instead."""

from __future__ import annotations

from datetime import datetime

from bot.incident.errors import IncidentError
from bot.incident.text import shortened
from bot.language import N_

_QUOTED = 60


class NotATime(IncidentError):
    message = N_(
        "“{what}” is no time I understand. For example: `14:32`, `14h32`, `3 pm`, `-15m`,"
        " `15 min ago`, `yesterday 18:05` or `2026-11-21T14:32Z`."
    )

    def __init__(self, what: str) -> None:
        super().__init__(what=shortened(what, _QUOTED))


class InTheFuture(IncidentError):
    message = N_(
        "{what} is still to come, and what has not happened has no time yet."
        " A time that is past looks like `14:32`, `-15m` or `yesterday 18:05`."
    )

    def __init__(self, what: str) -> None:
        super().__init__(what=shortened(what, _QUOTED))


class Unclear(IncidentError):
    """No such time, or two; either of its options can be typed instead."""

    options: tuple[datetime, datetime]
    typed: str
    """The time as it was typed, with which its line begins."""


class NeverWas(Unclear):
    """The clocks jumped over it."""

    message = N_(
        "{what} never was in {zone}: the clocks went from {before} to {after} then."
        " Say `{before}`, or `{after}`."
    )

    def __init__(self, what: str, zone: str, before: datetime, after: datetime) -> None:
        shown = {"before": _iso(before), "after": _iso(after)}
        super().__init__(what=shortened(what, _QUOTED), zone=zone, **shown)
        self.options, self.typed = (before, after), what


class WasTwice(Unclear):
    """The clocks were set back over it."""

    message = N_(
        "{what} was twice in {zone}, for the clocks were set back. Which one? Say `{first}`,"
        " or `{second}`."
    )

    def __init__(self, what: str, zone: str, first: datetime, second: datetime) -> None:
        shown = {"first": _iso(first), "second": _iso(second)}
        super().__init__(what=shortened(what, _QUOTED), zone=zone, **shown)
        self.options, self.typed = (first, second), what


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="minutes")
