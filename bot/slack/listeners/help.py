"""Help: what can be typed, the menu, and what to do about a word that is no verb."""

from __future__ import annotations

from bot.incident.incident import Incident
from bot.language import Tongue
from bot.slack.askers import Asker
from bot.slack.commands import Typed, verb_named
from bot.slack.tools import Tools
from bot.slack.views import help, panel
from bot.slack.views.answer import Answer
from bot.slack.views.scene import Facts


async def help_verb(tools: Tools, asker: Asker, rest: str) -> None:
    tongue = tools.boundary.tongue_of(asker.user)
    verb = verb_named(rest)
    await asker.ack(help.one_verb(tongue, verb) if verb else help.all_verbs(tongue), tongue)


async def menu(tools: Tools, asker: Asker) -> None:
    """Bare: inside an incident's channel its panel, elsewhere the menu."""

    async def act() -> tuple[Incident, Facts] | None:
        async with tools.desk.ledger.look() as work:
            here = await work.incidents.in_channel(asker.channel) if asker.channel else None
        return (here, await tools.facts(here)) if here else None

    def show(here: tuple[Incident, Facts] | None, tongue: Tongue) -> Answer:
        if here is None:
            return help.menu(tongue)
        return panel.panel(tools.scene(here[0], tongue).knowing(here[1]))

    await tools.boundary.commit(asker, "menu", act, show)


async def no_verb(tools: Tools, asker: Asker, typed: Typed) -> None:
    tongue = tools.boundary.tongue_of(asker.user)
    await asker.ack(help.no_verb(tongue, typed.text), tongue)


async def log_or_declare(tools: Tools, asker: Asker, typed: Typed) -> None:
    tongue = tools.boundary.tongue_of(asker.user)
    await asker.ack(help.log_or_declare(tongue, typed.text), tongue)


async def misspelt(tools: Tools, asker: Asker, typed: Typed) -> None:
    tongue = tools.boundary.tongue_of(asker.user)
    await asker.ack(help.nearest(tongue, typed), tongue)
