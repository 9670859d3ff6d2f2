"""What can go wrong when somebody asks an incident something, or asks it for quiet."""

from __future__ import annotations

from bot.incident.errors import QUOTED, IncidentError
from bot.incident.text import shortened
from bot.language import N_


class NotASpan(IncidentError):
    message = N_(
        "“{what}” is no length of time. For example: `{command} quiet 30m`, `{command} quiet 2h`"
        " or `{command} quiet off`."
    )

    def __init__(self, what: str) -> None:
        super().__init__(what=shortened(what, QUOTED))


class NobodyThere(IncidentError):
    """The channel is archived, so nobody would see a question."""

    message = N_(
        "{reference} is over and its channel archived, so nobody would read that there."
        " `{command} show {reference}` says how it ended."
    )

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)


class NoSuchQuestion(IncidentError):
    message = N_("{reference} has no open question {number}. Somebody may have answered it.")

    def __init__(self, reference: str, number: str) -> None:
        super().__init__(reference=reference, number=number)


class NothingAsked(IncidentError):
    message = N_("{reference} has no open question.")

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)


class AnsweredMeanwhile(IncidentError):
    """Somebody else was faster; what they said is said back."""

    message = N_("Question {number} of {reference} was answered already: {text}")

    def __init__(self, reference: str, number: str, text: str) -> None:
        super().__init__(reference=reference, number=number, text=shortened(text, QUOTED))
