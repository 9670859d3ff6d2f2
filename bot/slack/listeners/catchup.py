"""Catch-up: `catchup`."""

from __future__ import annotations

from bot.incident.incident import Incident
from bot.language import Tongue
from bot.slack import targets
from bot.slack.askers import Asker
from bot.slack.grammar import looking as grammar
from bot.slack.tools import Tools
from bot.slack.views import catchup
from bot.slack.views.answer import Answer
from bot.slack.views.scene import Facts


async def typed(tools: Tools, asker: Asker, rest: str) -> None:
    async def act() -> tuple[Incident, Facts]:
        incident, _, _ = await targets.request_for(tools, asker, "catchup", rest)
        return incident, await tools.facts(incident)

    def show(found: tuple[Incident, Facts], tongue: Tongue) -> Answer:
        return catchup.catchup(tools.scene(found[0], tongue).knowing(found[1]))

    await tools.boundary.commit(asker, "catchup", act, show)


VERBS = {grammar.CATCHUP: typed}
