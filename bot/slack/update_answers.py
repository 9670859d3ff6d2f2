"""Answers about updates: who was told just now, as the incident stands after it."""

from __future__ import annotations

from collections.abc import Callable

from bot.language import Tongue
from bot.slack.task_answers import Known, known
from bot.slack.tools import Tools
from bot.slack.views import update_answers as views
from bot.slack.views.answer import Answer

__all__ = ["Known", "known", "shown"]


def shown(tools: Tools) -> Callable[[Known, Tongue], Answer]:
    def show(known: Known, tongue: Tongue) -> Answer:
        changed, facts = known
        return views.done(tools.scene(changed.incident, tongue).knowing(facts), changed.facts)

    return show
