"""Times in typed lines: read in the zone of whoever types them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from bot.incident.incident import Incident
from bot.incident.when_errors import NeverWas, WasTwice
from bot.incident.zones import zone_named
from bot.slack.askers import Asker
from bot.slack.tools import Tools


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A time that was never, or twice: it is asked which is meant."""

    incident: Incident
    why: WasTwice | NeverWas


async def zone_of(tools: Tools, asker: Asker) -> tzinfo:
    person = await tools.desk.directory.person(asker.user)
    return zone_named((person.zone if person else None) or tools.desk.policy().zone)
