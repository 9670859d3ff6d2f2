"""Why a file cannot be taken in."""

from __future__ import annotations

from bot.incident.errors import QUOTED, IncidentError
from bot.incident.text import shortened
from bot.language import N_


class NotAnExport(IncidentError):
    message = N_(
        "This is no incident that was exported as json by this version: {where}: {why}. Export it"
        " again: incident-bot export INC-42 --format json -o inc-42.json"
    )

    def __init__(self, where: str, why: str) -> None:
        super().__init__(where=shortened(where, QUOTED), why=shortened(why, QUOTED))


class NumberTaken(IncidentError):
    message = N_(
        "{reference} or its channel is in this database already, and is left as it is. Take the"
        " file into another database."
    )

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)
