"""Watching a channel for alerts: `watch`, `watch off`."""

from __future__ import annotations

from bot.incident.ids import ChannelId
from bot.incident.text import folded
from bot.incident.watch import Watch
from bot.incident.watch_errors import NotAWatch
from bot.language import Tongue
from bot.response.outcomes import Refused
from bot.response.watch import watch
from bot.slack.askers import Asker
from bot.slack.grammar import alerts as grammar
from bot.slack.tools import Tools
from bot.slack.views import watch as views
from bot.slack.views.answer import Answer

_OFF = frozenset({"off", "fin", "stop", "end"})


async def typed(tools: Tools, asker: Asker, rest: str) -> None:
    """Whoever has a private channel watched hears what to do also when the commit was late."""

    async def act() -> Watch:
        if rest and folded(rest) not in _OFF:
            raise NotAWatch(rest)
        switched = await watch(tools.desk, asker.channel, on=not rest, by=asker.user)
        if switched.on:
            tools.boundary.after_ack(asker, _entered(tools, asker, switched.channel))
        return switched

    def show(switched: Watch, tongue: Tongue) -> Answer:
        return views.switched(tongue, switched)

    await tools.boundary.commit(asker, "watch", act, show)


async def _entered(tools: Tools, asker: Asker, channel: ChannelId) -> Answer | None:
    try:
        await tools.gateway.call("conversations.join", channel=channel)
    except Refused:
        if await _is_inside(tools, channel):
            return None
        return views.not_let_in(tools.boundary.tongue_of(asker.user), tools.bot_user)
    return None


async def _is_inside(tools: Tools, channel: ChannelId) -> bool:
    """Slack refuses to let the bot into a private channel also where it is already."""
    try:
        told = await tools.gateway.call("conversations.info", channel=channel)
    except Refused:
        return False
    return bool(told["channel"].get("is_member"))


VERBS = {grammar.WATCH: typed}
