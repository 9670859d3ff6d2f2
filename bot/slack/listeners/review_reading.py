"""`postmortem revisions` and `postmortem comments`: what was written, by whom, and about it."""

from __future__ import annotations

import re

from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.postmortem.revisions import Revision
from bot.language import Tongue
from bot.response.comments import comments_on
from bot.slack import targets
from bot.slack.askers import Asker
from bot.slack.postmortem_line import Act, ReviewLine
from bot.slack.review_steps import section_meant
from bot.slack.tools import Tools
from bot.slack.views import review as views
from bot.slack.views.answer import Answer
from bot.slack.views.scene import Scene

_PAGE = re.compile(r"(?:^|\s)page (?P<page>\d{1,4})$")


async def read(tools: Tools, asker: Asker, number: int | None, line: ReviewLine) -> None:
    if line.act is Act.COMMENTS:
        await _comments(tools, asker, number)
    else:
        await _revisions(tools, asker, number, line)


async def _revisions(tools: Tools, asker: Asker, number: int | None, line: ReviewLine) -> None:
    paged = _PAGE.search(line.text)
    named = (line.text[: paged.start()] if paged else line.text).strip()
    page = int(paged["page"]) if paged else 1

    async def act() -> tuple[Scene, list[Revision]]:
        incident = await targets.incident_meant(tools, asker, "postmortem", number)
        only = section_meant(incident, named) if named else None
        async with tools.desk.ledger.look() as work:
            every = await work.revisions.of(incident.id)
        found = [one for one in every if only in (None, one.section)]
        scene = await tools.full_scene(incident, Tongue())
        names = await tools.names([one.by for one in found])
        return scene.naming(names), found

    def show(read: tuple[Scene, list[Revision]], tongue: Tongue) -> Answer:
        scene, found = read
        return views.revisions(scene.told_in(tongue), found, page)

    await tools.boundary.commit(asker, "postmortem", act, show)


async def _comments(tools: Tools, asker: Asker, number: int | None) -> None:
    async def act() -> tuple[Incident, Answer]:
        incident = await targets.incident_meant(tools, asker, "postmortem", number)
        async with tools.desk.ledger.look() as work:
            said = await comments_on(tools.desk, work, incident)
        known = await tools.names([UserId(one.by) for one in said if one.by])
        names = {str(user): name for user, name in known.items()}
        scene = tools.scene(incident, tools.boundary.tongue_of(asker.user))
        return incident, views.comments(scene, said, names)

    await tools.boundary.commit(asker, "postmortem", act, lambda read, tongue: read[1])
