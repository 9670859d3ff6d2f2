"""A reaction of the bot's own: put there, or taken away again."""

from __future__ import annotations

from bot.response.effects import Order, Result
from bot.response.outcomes import Refused
from bot.slack.effects.inside import inside
from bot.slack.effects.setting import Set

_AS_GOOD = frozenset(
    {
        "already_reacted",
        "no_reaction",
        "message_not_found",
        "too_many_emoji",
        "too_many_reactions",
        "thread_locked",
        "is_archived",
    }
)
"""It is so already, or the message takes no more: nobody misses a reaction then."""


class Reaction(Set):
    async def deliver(self, order: Order) -> Result:
        content = order.content
        method = "reactions.add" if content["present"] else "reactions.remove"
        try:
            await inside(
                self._gateway,
                method,
                content["channel"],
                timestamp=content["ts"],
                name=content["name"],
            )
        except Refused as refused:
            if refused.why not in _AS_GOOD:
                raise
        return {}
