"""Answers about roles and handovers, looked up first and drawn in the asker's language after."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.incident.incident import Incident
from bot.language import Tongue
from bot.response.change import Changed
from bot.slack.askers import Asker
from bot.slack.tools import Tools
from bot.slack.views import roles as views
from bot.slack.views.answer import Answer
from bot.slack.views.scene import Scene

Drawn = Callable[[Tongue], Answer]
"""An answer for which everything has been looked up."""


async def commit(
    tools: Tools, asker: Asker, verb: str, act: Callable[[], Awaitable[Drawn]]
) -> None:
    await tools.boundary.commit(asker, verb, act, lambda drawn, tongue: drawn(tongue))


async def drawn(tools: Tools, incident: Incident, draw: Callable[[Scene], Answer]) -> Drawn:
    facts = await tools.facts(incident)
    return lambda tongue: draw(tools.scene(incident, tongue).knowing(facts))


async def done(tools: Tools, asker: Asker, changed: Changed) -> Drawn:
    """What was just done, and where the room is for whoever asked from elsewhere."""
    elsewhere = asker.channel != changed.incident.channel

    def draw(scene: Scene) -> Answer:
        return views.done(scene, changed.facts, elsewhere=elsewhere)

    return await drawn(tools, changed.incident, draw)
