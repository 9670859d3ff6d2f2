"""What can go wrong with key entries."""

from __future__ import annotations

from bot.incident.entry import Entry
from bot.incident.errors import IncidentError
from bot.language import N_, SaidList


class NoSuchEntry(IncidentError):
    message = N_(
        "{reference} has no such entry any more. `{command} timeline` shows those that there are."
    )

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)


class NothingToLog(IncidentError):
    message = N_(
        "What happened? For example: `{command} log 14:32 errors gone`; the time may be left out."
    )


class NoMessageThere(IncidentError):
    message = N_(
        "I have no words of this message: it was deleted, or I have not heard of it yet."
        " `{command} log 14:32 errors gone` records what you saw."
    )


class NotInItsChannel(IncidentError):
    message = N_(
        "This message stands in no incident's channel."
        " `{command} log INC-42 14:32 errors gone` records it where it belongs."
    )


NARROWED_TO = (
    N_("changes"),
    N_("decisions"),
    N_("notes"),
    N_("observations"),
    N_("hypotheses"),
    N_("actions"),
    N_("communications"),
    N_("parked"),
    N_("hidden"),
)
"""What may follow `timeline`."""


class NotAKind(IncidentError):
    message = N_(
        "A timeline can be narrowed to: {kinds}. For example: `{command} timeline decisions`."
    )

    def __init__(self) -> None:
        super().__init__(kinds=SaidList(NARROWED_TO))


class TooLateToObject(IncidentError):
    message = N_(
        "Objections are taken for ten minutes. `{command} log` records what speaks against it,"
        " `{command} decide` decides anew."
    )


class NotTheScribe(IncidentError):
    message = N_("That is for the scribe. `{command} take scribe` makes you the scribe.")


class EntryChanged(IncidentError):
    """Somebody else has changed the entry that a form shows; this is how it is now."""

    message = N_("Somebody has changed this meanwhile. Please look at it once more.")

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry
