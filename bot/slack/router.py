"""From a typed line to the listener of its verb, however the line came in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.slack import commands
from bot.slack.askers import Asker
from bot.slack.commands import Typed, Verb
from bot.slack.listeners import check, declare, find, help
from bot.slack.tools import Tools

Handler = Callable[[Tools, Asker, str], Awaitable[None]]

HANDLERS: Mapping[Verb, Handler] = {
    commands.DECLARE: declare.typed,
    commands.LIST: find.list_open,
    commands.SHOW: find.show_one,
    commands.CHECK: check.check,
    commands.HELP: help.help_verb,
}


async def route(tools: Tools, asker: Asker, text: str) -> None:
    """Bare: the menu. A verb: its listener. A near miss: a button. Anything else: a title.

    A mention that is no verb may be a title as well, or just talk: it gets help.
    """
    typed: Typed = commands.parse(text)
    if typed.verb is not None:
        await HANDLERS[typed.verb](tools, asker, typed.rest)
    elif typed.is_bare:
        await help.menu(tools, asker)
    elif typed.nearest is not None:
        await help.misspelt(tools, asker, typed)
    elif asker.trigger is None:
        await help.no_verb(tools, asker, typed)
    else:
        await declare.offer_form(tools, asker, typed.text)
