"""Why an incident is not exported that way, with the ways that there are."""

from __future__ import annotations

from collections.abc import Iterable

from bot.incident.errors import QUOTED, IncidentError
from bot.incident.text import shortened
from bot.language import N_


class NoSuchFormat(IncidentError):
    message = N_("I know no format “{what}”. There are: {formats}.")

    def __init__(self, what: str, formats: Iterable[str]) -> None:
        super().__init__(what=shortened(what, QUOTED), formats=", ".join(formats))
