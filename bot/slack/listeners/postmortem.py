"""Reading the post-mortem: `postmortem`, `postmortem SECTION`, `postmortem SECTION page 2`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.incident.incident import Incident
from bot.incident.postmortem.document import Document, Told
from bot.incident.postmortem.errors import NoSuchSection
from bot.incident.postmortem.sections import section_named
from bot.language import Tongue
from bot.response.postmortem import document_of, draft
from bot.slack import targets
from bot.slack.askers import Asker
from bot.slack.tools import Tools
from bot.slack.views import postmortem as views
from bot.slack.views.answer import Answer
from bot.slack.views.scene import Scene

_PAGE = re.compile(r"(?:^|\s)page (?P<page>\d{1,4})$")


@dataclass(frozen=True, slots=True)
class _Found:
    scene: Scene
    document: Document
    told: Told | None
    page: int


async def typed(tools: Tools, asker: Asker, rest: str) -> None:
    async def act() -> _Found:
        incident, request, said = await targets.request_for(tools, asker, "postmortem", rest)
        if not (incident.is_open or incident.postmortem.is_drafted):
            incident = (await draft(tools.desk, request)).incident
        async with tools.desk.ledger.look() as work:
            document = await document_of(work, incident, tools.desk.policy())
        told, page = _read(incident, document, said)
        return _Found(await tools.full_scene(incident, Tongue()), document, told, page)

    def show(found: _Found, tongue: Tongue) -> Answer:
        scene = found.scene.told_in(tongue)
        if found.told is None:
            return views.overview(scene, found.document)
        return views.section(scene, found.document, found.told, found.page)

    await tools.boundary.commit(asker, "postmortem", act, show)


def _read(incident: Incident, document: Document, said: str) -> tuple[Told | None, int]:
    """Which section, and which page of it; raises NoSuchSection."""
    page = _PAGE.search(said)
    named = (said[: page.start()] if page else said).strip()
    if not named:
        return None, 1
    section = section_named(named)
    found = next((one for one in document.told if one.section is section), None)
    if found is None:
        raise NoSuchSection(incident.reference, named)
    return found, int(page["page"]) if page else 1
