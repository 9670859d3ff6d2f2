"""What can go wrong with a card that suggests an incident."""

from __future__ import annotations

from bot.incident.errors import IncidentError
from bot.language import N_


class NotASuggestion(IncidentError):
    message = N_("This card asks nothing any more. `{command} list` shows what is going on.")


class NoneToLink(IncidentError):
    message = N_("No incident is open that this could belong to. Declare one with the buttons.")


class OwnMessage(IncidentError):
    message = N_(
        "This message belongs to an incident already. `{command} log` and the reactions put it on"
        " the timeline."
    )
