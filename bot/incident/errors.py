"""What can go wrong, as the person who caused it hears it.

IncidentError
├── NoSuchIncident
├── NotForGuests
├── NotForDeactivated
├── AlreadyAnswered
├── NotHere            a verb without a reference, outside of an incident's channel
├── TransitionRefused  says which states are open
├── NoChange
├── StaleForm
└── FormRefused
"""

from __future__ import annotations

from bot.incident.lifecycle import Status, may_go
from bot.incident.text import shortened
from bot.language import N_, Said, SaidList

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


class NothingFound(IncidentError):
    message = N_(
        "No incident I may show you speaks of “{what}”. Try fewer words, `{command} list mine`"
        " or `{command} list sev1`."
    )

    def __init__(self, what: str) -> None:
        super().__init__(what=shortened(what, QUOTED))


class NotAReference(IncidentError):
    message = N_("“{what}” is no reference. They look like this: `{command} show INC-42`.")

    def __init__(self, what: str) -> None:
        super().__init__(what=shortened(what, QUOTED))


class NotHere(IncidentError):
    message = N_(
        "This is no incident channel, so say which incident: `{command} {verb} INC-42 …`."
        " `{command} list` shows those that are open."
    )

    def __init__(self, verb: str) -> None:
        super().__init__(verb=verb)


class TransitionRefused(IncidentError):
    """Both states are said in the reader's language by whoever shows this."""

    message = N_("{reference} is {status}. From there it can become: {open}.")

    def __init__(self, reference: str, before: Status, wanted: Status) -> None:
        after = [status for status in Status if may_go(before, status)]
        super().__init__(
            reference=reference,
            status=Said(before.value),
            open=SaidList(status.value for status in after),
        )
        self.wanted = wanted


class NotAStatus(IncidentError):
    message = N_(
        "“{what}” is no status. They are: investigating, identified, monitoring, resolved."
        " For example: `{command} status identified`."
    )

    def __init__(self, what: str) -> None:
        super().__init__(what=shortened(what, QUOTED))


class NotASeverity(IncidentError):
    message = N_("“{what}” is no severity. They are: {keys}. For example: `{command} sev sev2`.")

    def __init__(self, what: str, keys: str) -> None:
        super().__init__(what=shortened(what, QUOTED), keys=keys)


class NothingSaid(IncidentError):
    """A verb lacks what it is about."""

    message = N_("Say more, for example: `{command} {example}`.")

    def __init__(self, example: str) -> None:
        super().__init__(example=example)


class NoChange(IncidentError):
    message = N_("{reference} is that already; nothing has changed.")

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)


class StaleForm(IncidentError):
    """Somebody else has changed what this form was about to change."""

    message = N_("Somebody has changed this meanwhile. Please look at it once more.")

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__()
        self.fields = fields


class NoSuchTask(IncidentError):
    message = N_(
        "{reference} has no {kind} {number}. `{command} {verb}` lists those that are open."
    )

    def __init__(self, reference: str, kind: str, number: int) -> None:
        words = {"kind": Said(_KINDS[kind]), "verb": f"{kind}s {reference}"}
        super().__init__(reference=reference, number=number, **words)


class TaskOver(IncidentError):
    """Somebody else was faster, for example."""

    message = N_("That one is over already: {kind} {number} is {state}, by {who}.")

    def __init__(self, kind: str, number: int, state: str, who: str) -> None:
        said = {"kind": Said(_KINDS[kind]), "state": Said(state)}
        super().__init__(number=number, who=who, **said)


class NotAnOwner(IncidentError):
    message = N_("{who} is a bot or a deactivated account, so it can own nothing.")

    def __init__(self, who: str) -> None:
        super().__init__(who=who)


class NotInside(IncidentError):
    message = N_("{who} is not in this private channel, so cannot be given anything of it.")

    def __init__(self, who: str) -> None:
        super().__init__(who=who)


class AlreadyNoted(IncidentError):
    """One message makes one action item."""

    message = N_("That message is action item {number} of {reference} already: {text}")

    def __init__(self, reference: str, number: int, text: str) -> None:
        super().__init__(reference=reference, number=number, text=shortened(text, QUOTED))


class DueInThePast(IncidentError):
    message = N_("“{when}” is over. When is it due? For example: `{command} action Fix it 2d`.")

    def __init__(self, when: str) -> None:
        super().__init__(when=when)


_KINDS = {"task": N_("task"), "action": N_("action item")}


class FormRefused(IncidentError):
    """The answers of a form that have to change, each under its field."""

    message = N_("Please correct the form.")

    def __init__(self, **fields: str) -> None:
        super().__init__()
        self.fields = fields
