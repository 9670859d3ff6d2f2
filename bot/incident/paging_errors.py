"""What can go wrong when somebody asks who is on call, or wants somebody paged."""

from __future__ import annotations

from collections.abc import Sequence

from bot.incident.errors import QUOTED, IncidentError
from bot.incident.text import shortened
from bot.language import N_

NAMES_SHOWN = 20


class NobodyOnCall(IncidentError):
    message = N_(
        "Nobody's turns are configured. They stand under `schedules` in the configuration file."
    )


class NotASchedule(IncidentError):
    message = N_(
        "“{what}” is no service and no schedule. They are: {names}. For example:"
        " `{command} oncall {one}`."
    )

    def __init__(self, what: str, names: Sequence[str]) -> None:
        more = " …" if len(names) > NAMES_SHOWN else ""
        shown = ", ".join(names[:NAMES_SHOWN]) + more
        super().__init__(what=shortened(what, QUOTED), names=shown, one=names[0])
