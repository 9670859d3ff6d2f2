"""What cannot be done with a post-mortem, with the way that there is."""

from __future__ import annotations

from bot.incident.errors import QUOTED, IncidentError
from bot.incident.text import shortened
from bot.language import N_


class NotDrafted(IncidentError):
    message = N_(
        "{reference} has no post-mortem yet: it is drafted when the incident is resolved. Where"
        " none is made by itself, `{command} postmortem {reference}` makes one afterwards."
    )

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)


class NoSuchRevision(IncidentError):
    message = N_("The post-mortem of {reference} has no revision {number}.")

    def __init__(self, reference: str, number: int) -> None:
        super().__init__(reference=reference, number=number)


class NoSuchSection(IncidentError):
    message = N_(
        "The post-mortem of {reference} has no section “{what}”. `{command} postmortem {reference}`"
        " lists those that it has."
    )

    def __init__(self, reference: str, what: str) -> None:
        super().__init__(reference=reference, what=shortened(what, QUOTED))
