"""What can go wrong with checklists, services, runbooks and decisions."""

from __future__ import annotations

from bot.incident.errors import QUOTED, IncidentError
from bot.incident.text import shortened
from bot.language import N_

KEYS_SHOWN = 20


class NoSuchItem(IncidentError):
    message = N_(
        "The checklist has no item “{what}”. `{command} checklist` shows them with their numbers;"
        " for example: `{command} checklist done 3`."
    )

    def __init__(self, what: str) -> None:
        super().__init__(what=shortened(what, QUOTED))


class SeenByItself(IncidentError):
    """An item that the bot sees done cannot be ticked otherwise."""

    message = N_("Item {number} ticks itself: I see that it is done. It follows the incident.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class NoCatalogue(IncidentError):
    message = N_(
        "No services are configured. They stand under `services` in the configuration file."
    )


class NotAService(IncidentError):
    message = N_(
        "“{what}” is no service. They are: {keys}. For example: `{command} service {one}`."
    )

    def __init__(self, what: str, keys: list[str]) -> None:
        more = " …" if len(keys) > KEYS_SHOWN else ""
        shown = ", ".join(keys[:KEYS_SHOWN]) + more
        super().__init__(what=shortened(what, QUOTED), keys=shown, one=keys[0])


class NotARunbook(IncidentError):
    message = N_("No runbook is called “{what}”. `{command} runbook` shows those of the service.")

    def __init__(self, what: str) -> None:
        super().__init__(what=shortened(what, QUOTED))


class WaitHowLong(IncidentError):
    message = N_("Wait how long? For example: `{command} decide wait 20m`.")
