"""Which incident a typed line is about: the one it names, or the one whose channel it stands in."""

from __future__ import annotations

import re

from bot.incident.errors import NoSuchIncident, NotHere
from bot.incident.ids import IncidentId
from bot.incident.incident import Incident
from bot.response.change import Request
from bot.response.find import find
from bot.response.permission import require_welcome
from bot.slack.askers import Asker
from bot.slack.tools import Tools

_REFERENCE = re.compile(r"(?:^|(?<=\s))inc-(?P<number>\d{1,9})(?=\s|$)", re.IGNORECASE)


def without_reference(rest: str) -> tuple[int | None, str]:
    """`INC-42 resolved` → 42, `resolved`. Only the first word is a reference."""
    found = _REFERENCE.match(rest.lstrip())
    if found is None:
        return None, rest
    return int(found["number"]), rest.lstrip()[found.end() :].strip()


async def incident_meant(tools: Tools, asker: Asker, verb: str, number: int | None) -> Incident:
    """Raises NotHere outside of an incident's channel, NoSuchIncident for one not to be seen."""
    if number is not None:
        return await find(tools.desk, number, asker.user)
    async with tools.desk.ledger.look() as work:
        incident = await work.incidents.in_channel(asker.channel) if asker.channel else None
    if incident is None:
        raise NotHere(verb)
    await require_welcome(tools.desk, asker.user, incident.id)
    return incident


async def request_for(
    tools: Tools, asker: Asker, verb: str, rest: str
) -> tuple[Incident, Request, str]:
    """The incident a line is about, the request to change it, and the rest of the line."""
    number, rest = without_reference(rest)
    incident = await incident_meant(tools, asker, verb, number)
    return incident, Request(incident.id, asker.user, asker.key), rest


async def incident_of_button(tools: Tools, asker: Asker, id: str) -> Incident:
    """Every button re-checks who presses: the incident may have been hidden from them since."""
    async with tools.desk.ledger.look() as work:
        incident = await work.incidents.get(IncidentId(id))
        inside = asker.user in await work.members.of(incident.id)
    if incident.private and not inside and incident.declared_by != asker.user:
        raise NoSuchIncident(incident.reference)
    await require_welcome(tools.desk, asker.user, incident.id)
    return incident
