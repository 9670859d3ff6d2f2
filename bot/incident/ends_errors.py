"""Why an incident cannot end, merge or come back that way, with the way that is open."""

from __future__ import annotations

from bot.incident.errors import IncidentError
from bot.incident.incident import Incident
from bot.language import N_, Said


class StillMerged(IncidentError):
    message = N_(
        "{reference} went into another incident and goes on there."
        " `{command} unmerge {reference}` makes them two again."
    )

    def __init__(self, incident: Incident) -> None:
        super().__init__(reference=incident.reference)


class ReasonNeeded(IncidentError):
    message = N_(
        "{reference} is closed. To open it again, say why:"
        " `{command} reopen {reference} It is failing again`."
    )

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)


class WaiverNeeded(IncidentError):
    message = N_(
        "The post-mortem of {reference} is not published yet."
        " To close {reference} without it, say why:"
        " `{command} close {reference} Covered by the review of INC-7`."
    )

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)


class IntoItself(IncidentError):
    message = N_("{reference} cannot go into itself. Name the other one: `{command} {verb} INC-7`.")

    def __init__(self, reference: str, verb: str) -> None:
        super().__init__(reference=reference, verb=verb)


class WentElsewhere(IncidentError):
    """The one that was to take another in has gone into a third one."""

    message = N_("{reference} itself goes on in {into} now. `{command} merge {into}` goes there.")

    def __init__(self, reference: str, into: int) -> None:
        super().__init__(reference=reference, into=f"INC-{into}")


class HasEnded(IncidentError):
    message = N_(
        "{reference} is {status}, and only what is open takes another in."
        " `{command} reopen {reference}` opens it, `{command} related {reference}` only links."
    )

    def __init__(self, incident: Incident) -> None:
        super().__init__(reference=incident.reference, status=Said(incident.status.value))


class OnlyIntoPrivate(IncidentError):
    message = N_(
        "{reference} is private and {into} is not: people who were not invited would learn of it."
        " Private incidents go into private ones only."
    )

    def __init__(self, reference: str, into: str) -> None:
        super().__init__(reference=reference, into=into)


class NotMerged(IncidentError):
    message = N_("{reference} has not gone into another incident; there is nothing to undo.")

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)


class NotEnded(IncidentError):
    message = N_("The channel of {reference} is not about to be archived, so there is no need.")

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)
