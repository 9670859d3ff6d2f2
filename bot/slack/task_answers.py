"""Answers about tasks: what was just done, as its incident stands after it."""

from __future__ import annotations

from collections.abc import Callable

from bot.language import Tongue
from bot.response.change import Changed
from bot.slack.tools import Tools
from bot.slack.views import tasks as views
from bot.slack.views.answer import Answer
from bot.slack.views.scene import Facts

Known = tuple[Changed, Facts]


async def known(tools: Tools, changed: Changed) -> Known:
    return changed, await tools.facts(changed.incident)


def shown(tools: Tools) -> Callable[[Known, Tongue], Answer]:
    def show(known: Known, tongue: Tongue) -> Answer:
        changed, facts = known
        return views.told(tools.scene(changed.incident, tongue).knowing(facts), changed.facts)

    return show
