"""The timeline: `timeline`, `timeline decisions`, `timeline hidden`; and `scribe on`."""

from __future__ import annotations

import re
from datetime import tzinfo

from bot.incident.entry import EntryKind
from bot.incident.entry_errors import NotAKind
from bot.incident.incident import Incident
from bot.incident.text import folded
from bot.language import Tongue
from bot.response.change import Changed
from bot.response.entry_ports import TimelinePage
from bot.response.scribing import keep_all
from bot.response.timeline import Narrowed, page_of, site_of
from bot.slack import targets
from bot.slack.askers import Asker
from bot.slack.grammar import entries as grammar
from bot.slack.tools import Tools
from bot.slack.typed_times import zone_of
from bot.slack.views import entries
from bot.slack.views import timeline as views
from bot.slack.views.answer import Answer
from bot.slack.views.scene import Scene, people_of

_PAGE = re.compile(r"(?:^|\s)page (?P<page>\d{1,6})$")
_NO_FACTS: frozenset[str] = frozenset()
_OFF = frozenset({"off", "non", "no", "desactiver"})
NARROWED: dict[str, Narrowed] = {
    "": Narrowed(),
    "changes": Narrowed(kinds=()),
    "hidden": Narrowed(facts=_NO_FACTS, hidden=True),
    "decisions": Narrowed(facts=_NO_FACTS, kinds=(EntryKind.DECISION, EntryKind.OBJECTION)),
    "notes": Narrowed(facts=_NO_FACTS, kinds=(EntryKind.NOTE,)),
    "hypotheses": Narrowed(facts=_NO_FACTS, kinds=(EntryKind.HYPOTHESIS,)),
    "observations": Narrowed(facts=_NO_FACTS, kinds=(EntryKind.OBSERVATION,)),
    "actions": Narrowed(facts=_NO_FACTS, kinds=(EntryKind.ACTION,)),
    "communications": Narrowed(facts=_NO_FACTS, kinds=(EntryKind.COMMUNICATION,)),
    "parked": Narrowed(facts=_NO_FACTS, kinds=(EntryKind.PARKED,)),
}
"""By what is typed after `timeline`."""
_FRENCH = {
    "tout": "",
    "all": "",
    "changements": "changes",
    "masque": "hidden",
    "masques": "hidden",
    "hypothese": "hypotheses",
    "hypothesis": "hypotheses",
    "parque": "parked",
    "a revoir": "parked",
    "objections": "decisions",
}
"""Other spellings; a last `s` may be missing everywhere."""

Found = tuple[Scene, TimelinePage, views.Asked]


async def timeline(tools: Tools, asker: Asker, rest: str) -> None:
    async def act() -> Found:
        number, text = targets.without_reference(rest)
        incident = await targets.incident_meant(tools, asker, "timeline", number)
        line, page = _read(text)
        found = await page_of(tools.desk, incident, NARROWED[line], page)
        zone = await zone_of(tools, asker)
        return await _known(tools, incident, found, line, page, zone)

    def show(found: Found, tongue: Tongue) -> Answer:
        scene, page, asked = found
        return views.timeline(scene.told_in(tongue), page, asked)

    await tools.boundary.commit(asker, "timeline", act, show)


async def _known(
    tools: Tools, incident: Incident, found: TimelinePage, line: str, page: int, zone: tzinfo
) -> Found:
    scene = await tools.full_scene(incident, Tongue())
    async with tools.desk.ledger.look() as work:
        asked = views.Asked(line, page, zone, await site_of(work))
    return scene.naming(await tools.names(people_of(scene.incident, (), found.lines))), found, asked


def _read(text: str) -> tuple[str, int]:
    """To what it is narrowed, and which page; raises NotAKind."""
    words = folded(text)
    page = _PAGE.search(words)
    said = words[: page.start()].strip() if page else words
    for line in (said, f"{said}s", _FRENCH.get(said, said), _FRENCH.get(f"{said}s", said)):
        if line in NARROWED:
            return line, max(1, int(page["page"])) if page else 1
    raise NotAKind()


async def scribe(tools: Tools, asker: Asker, rest: str) -> None:
    async def act() -> Changed:
        _, request, text = await targets.request_for(tools, asker, "scribe", rest)
        return await keep_all(tools.desk, request, wanted=folded(text) not in _OFF)

    def show(changed: Changed, tongue: Tongue) -> Answer:
        return entries.scribing(tools.scene(changed.incident, tongue), asker.user)

    await tools.boundary.commit(asker, "scribe", act, show)


VERBS = {grammar.TIMELINE: timeline, grammar.SCRIBE: scribe}
