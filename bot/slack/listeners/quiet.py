"""Quiet: `quiet 30m`, `quiet off`."""

from __future__ import annotations

from datetime import timedelta

from bot.incident.deadline import span_at_end
from bot.incident.looking_errors import NotASpan
from bot.incident.text import folded
from bot.language import Tongue
from bot.response.change import Changed
from bot.response.quiet import quiet
from bot.slack import targets
from bot.slack.askers import Asker
from bot.slack.grammar import looking as grammar
from bot.slack.tools import Tools
from bot.slack.views import quiet as views
from bot.slack.views.answer import Answer

USUAL = timedelta(minutes=30)
_OFF = frozenset({"off", "fin", "stop", "end"})


async def typed(tools: Tools, asker: Asker, rest: str) -> None:
    async def act() -> Changed:
        _, request, text = await targets.request_for(tools, asker, "quiet", rest)
        return await quiet(tools.desk, request, _span(text))

    def show(changed: Changed, tongue: Tongue) -> Answer:
        return views.asked(tools.scene(changed.incident, tongue))

    await tools.boundary.commit(asker, "quiet", act, show)


def _span(text: str) -> timedelta | None:
    """None: no longer. Bare: half an hour."""
    if not text:
        return USUAL
    if folded(text) in _OFF:
        return None
    before, span = span_at_end(text)
    if before or not span:
        raise NotASpan(text)
    return span


VERBS = {grammar.QUIET: typed}
