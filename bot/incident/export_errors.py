"""Why an incident is not exported that way, with the ways that there are."""

from __future__ import annotations

from collections.abc import Iterable

from bot.incident.errors import QUOTED, IncidentError, NotForGuests
from bot.incident.text import shortened
from bot.language import N_


class NoSuchFormat(IncidentError):
    message = N_("I know no format “{what}”. There are: {formats}.")

    def __init__(self, what: str, formats: Iterable[str]) -> None:
        super().__init__(what=shortened(what, QUOTED), formats=", ".join(formats))


class NoExportForGuests(NotForGuests):
    message = N_("Guests cannot export anything. Ask a member of this workspace for the file.")


class NoPdf(IncidentError):
    message = N_(
        "This machine cannot make PDFs: its operator finds what to install by `incident-bot check`."
        " The format html gives the same page, which any browser prints."
    )


class PdfTooMuch(IncidentError):
    message = N_(
        "The PDF took too long or too much memory. The format html gives the same page, which any"
        " browser prints."
    )


class NotItsChannel(IncidentError):
    message = N_(
        "`here` works in the channel of {reference} only. Leave it out, and the file comes to you"
        " by direct message: `{command} export {reference} {format}`"
    )

    def __init__(self, reference: str, form: str) -> None:
        super().__init__(reference=reference, format=form)
