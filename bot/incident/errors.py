"""What can go wrong, as the person who caused it hears it.

IncidentError
├── NoSuchIncident
├── NotForGuests
├── NotForDeactivated
├── AlreadyAnswered
└── FormRefused
"""

from __future__ import annotations

from bot.incident.text import shortened
from bot.language import N_

QUOTED = 100
"""So much of what somebody typed is said back to them."""


class IncidentError(Exception):
    """A known failure: a message with a way out, and its parts, said in the reader's language."""

    message = ""

    def __init__(self, **parts: object) -> None:
        super().__init__(self.message.format_map({"command": "/incident", **parts}))
        self.parts = parts


class NoSuchIncident(IncidentError):
    message = N_("I know of no incident {reference}. `{command} list` shows those that are open.")

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)


class NotForGuests(IncidentError):
    message = N_(
        "Guests cannot do that. Ask a member of this workspace to declare the incident for you."
    )


class NotForDeactivated(IncidentError):
    message = N_("This Slack account is deactivated, so it cannot act here.")


class AlreadyAnswered(IncidentError):
    """Somebody else, or the clock, was faster."""

    message = N_(
        "That was already decided, and led to {reference}: `{command} show {reference}` says more."
    )

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)


class NoLongerAsked(IncidentError):
    message = N_("This question is no longer open. `{command} list` shows what is.")


class NotYours(IncidentError):
    message = N_("This question was put to somebody else.")


class NotAList(IncidentError):
    message = N_(
        "No open incident has “{what}” in its title. Try `{command} list`, `{command} list mine`"
        " or `{command} list sev1`."
    )

    def __init__(self, what: str) -> None:
        super().__init__(what=shortened(what, QUOTED))


class NotAReference(IncidentError):
    message = N_("“{what}” is no reference. They look like this: `{command} show INC-42`.")

    def __init__(self, what: str) -> None:
        super().__init__(what=shortened(what, QUOTED))


class FormRefused(IncidentError):
    """The answers of a form that have to change, each under its field."""

    message = N_("Please correct the form.")

    def __init__(self, **fields: str) -> None:
        super().__init__()
        self.fields = fields
