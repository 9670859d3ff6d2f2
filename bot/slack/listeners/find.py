"""Find: `list` and `show`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.incident.errors import NotAList, NotAReference
from bot.incident.incident import Incident
from bot.incident.text import folded
from bot.language import Tongue
from bot.response.find import find, open_incidents
from bot.slack.askers import Asker
from bot.slack.tools import Tools
from bot.slack.views import listing
from bot.slack.views.answer import Answer

_OPEN = frozenset({"", "open", "all", "ouvert", "ouverts", "tous"})
_MINE = frozenset({"mine", "my", "mien", "miens", "mes"})


async def list_open(tools: Tools, asker: Asker, rest: str) -> None:
    async def act() -> Sequence[Incident]:
        mine, severity, words = _filter(tools, rest)
        found = await open_incidents(
            tools.desk, asker.user, mine=mine, severity=severity, words=words
        )
        if words and not found:
            raise NotAList(rest)
        return found

    def show(found: Sequence[Incident], tongue: Tongue) -> Answer:
        return listing.listing([tools.scene(incident, tongue) for incident in found], tongue)

    await tools.boundary.commit(asker, "list", act, show)


async def show_one(tools: Tools, asker: Asker, rest: str) -> None:
    async def act() -> Incident:
        return await find(tools.desk, _number(rest), asker.user)

    def show(incident: Incident, tongue: Tongue) -> Answer:
        return listing.shown(tools.scene(incident, tongue))

    await tools.boundary.commit(asker, "show", act, show)


def _filter(tools: Tools, rest: str) -> tuple[bool, str | None, str]:
    """Only mine, of which severity, with which words in the title."""
    word = folded(rest)
    if word in _OPEN:
        return False, None, ""
    if word in _MINE:
        return True, None, ""
    severity = tools.desk.policy().severities.spelled(rest)
    return (False, severity.key, "") if severity else (False, None, rest)


def _number(rest: str) -> int:
    found = re.fullmatch(r"(?:inc)?[- ]?#?(\d{1,9})", folded(rest))
    if found is None:
        raise NotAReference(rest)
    return int(found[1])
