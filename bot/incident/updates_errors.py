"""Why an update cannot be sent, approved or put off, with the way that is open."""

from __future__ import annotations

from bot.incident.errors import IncidentError
from bot.incident.text import shortened
from bot.language import N_

_QUOTED = 60


class NothingDue(IncidentError):
    """Somebody was faster, or what was due has changed."""

    message = N_(
        "{reference}: nothing of this draft is due any more."
        " `{command} update {reference}` opens the form."
    )

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)


class NobodyToTell(IncidentError):
    message = N_(
        "{reference}: nobody would be told. Tick at least one audience; those without a"
        " destination, and those that were left out on purpose, cannot be reached."
    )

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)


class NotReached(IncidentError):
    message = N_(
        "{reference} does not reach “{audience}”. Reached now: {reached}."
        " `{command} update {audience} on` changes that."
    )

    def __init__(self, reference: str, audience: str, reached: str) -> None:
        super().__init__(
            reference=reference, audience=shortened(audience, _QUOTED), reached=reached or "-"
        )


class HasNoPlace(NotReached):
    """It is meant to be told, and the configuration names no place for it."""

    message = N_(
        "{reference}: “{audience}” has no destination; whoever runs the bot can name one."
        " Reached now: {reached}."
    )


class NothingWaits(IncidentError):
    message = N_("{reference}: this update waits for no approval any more.")

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)


class OnlyTheCommander(IncidentError):
    message = N_(
        "Updates for customers are approved by whoever is in command: {name}."
        " `{command} take ic` takes command."
    )

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NoSuchAudience(IncidentError):
    message = N_("“{audience}” is no audience here. There are: {audiences}.")

    def __init__(self, audience: str, audiences: str) -> None:
        super().__init__(audience=shortened(audience, _QUOTED), audiences=audiences)


class NobodyNamed(IncidentError):
    message = N_(
        "Say who is told or not, for example: `{command} update customers off Nobody can see it`"
    )


class SubscribedAlready(IncidentError):
    message = N_("You follow {what} already. `{command} unsubscribe {what}` ends it.")

    def __init__(self, what: str) -> None:
        super().__init__(what=what)


class NotSubscribed(IncidentError):
    message = N_("You do not follow {what}. `{command} subscribe` says what you follow.")

    def __init__(self, what: str) -> None:
        super().__init__(what=what)


class NothingToFollow(IncidentError):
    message = N_(
        "“{what}” is neither an incident nor a severity. For example:"
        " `{command} subscribe INC-42` or `{command} subscribe sev1`."
    )

    def __init__(self, what: str) -> None:
        super().__init__(what=shortened(what, _QUOTED))


class PastPromise(IncidentError):
    message = N_("The next update must be announced for a time that is still to come.")
