"""Help: what can be typed, the menu, and what to do about a word that is no verb."""

from __future__ import annotations

from bot.slack.askers import Asker
from bot.slack.commands import Typed, verb_named
from bot.slack.tools import Tools
from bot.slack.views import help


async def help_verb(tools: Tools, asker: Asker, rest: str) -> None:
    tongue = tools.boundary.tongue_of(asker.user)
    verb = verb_named(rest)
    await asker.ack(help.one_verb(tongue, verb) if verb else help.all_verbs(tongue), tongue)


async def menu(tools: Tools, asker: Asker) -> None:
    tongue = tools.boundary.tongue_of(asker.user)
    await asker.ack(help.menu(tongue), tongue)


async def no_verb(tools: Tools, asker: Asker, typed: Typed) -> None:
    tongue = tools.boundary.tongue_of(asker.user)
    await asker.ack(help.no_verb(tongue, typed.text), tongue)


async def misspelt(tools: Tools, asker: Asker, typed: Typed) -> None:
    tongue = tools.boundary.tongue_of(asker.user)
    await asker.ack(help.nearest(tongue, typed), tongue)
