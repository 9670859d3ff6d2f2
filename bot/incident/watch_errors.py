"""What can go wrong when somebody asks the bot to watch a channel."""

from __future__ import annotations

from bot.incident.errors import QUOTED, IncidentError
from bot.incident.text import shortened
from bot.language import N_


class NoChannelToWatch(IncidentError):
    message = N_("Type that in the channel in which other bots post alerts: `{command} watch`")


class NotInIncidents(IncidentError):
    message = N_(
        "This is the channel of {reference}, where everything is on record already. Type"
        " `{command} watch` in the channel in which other bots post alerts."
    )

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)


class NotAWatch(IncidentError):
    message = N_(
        "“{what}” is not understood. Type `{command} watch` to read the alerts of this channel, or"
        " `{command} watch off` to end it."
    )

    def __init__(self, what: str) -> None:
        super().__init__(what=shortened(what, QUOTED))
