"""What can be typed: the menu, the help, and the nearest verb to a misspelt one."""

from __future__ import annotations

from bot.incident.text import shortened
from bot.language import Tongue
from bot.slack.commands import Typed
from bot.slack.grammar import GRAMMAR, Verb
from bot.slack.views import blocks
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Mrkdwn, tell
from bot.slack.words import with_names

RUN = "help.run"
OPEN_FORM = "help.open_form"
MENU_DECLARE = "menu.declare"
MENU_LIST = "menu.list"
MENU_MINE = "menu.mine"
MENU_HELP = "menu.help"
VALUE_LIMIT = 2000
QUOTED = 200
"""So much of what somebody typed is said back to them."""


def menu(tongue: Tongue) -> Answer:
    text = tell(tongue, "What shall it be? You can also type it: `{command} help`.")
    row = blocks.buttons(
        blocks.button(tongue.say("Declare an incident"), MENU_DECLARE, style="danger"),
        blocks.button(tongue.say("Open incidents"), MENU_LIST, "list"),
        blocks.button(tongue.say("Mine"), MENU_MINE, "list mine"),
        blocks.button(tongue.say("Help"), MENU_HELP, "help"),
    )
    return Answer(text, (row,))


def all_verbs(tongue: Tongue) -> Answer:
    lines = [tell(tongue, "*What you can type*, here or as a mention of me, also in threads:")]
    lines += [_line(tongue, verb) for verb in GRAMMAR]
    lines.append(tell(tongue, "Any other text opens the declare form with it as the title."))
    return Answer(blocks.joined(lines))


def no_verb(tongue: Tongue, text: str) -> Answer:
    """Perhaps a title, perhaps just talk: what can be typed, and the form one press away."""
    return Answer(all_verbs(tongue).text, (_form_button(tongue, text),))


def one_verb(tongue: Tongue, verb: Verb) -> Answer:
    lines = [
        _line(tongue, verb),
        tell(tongue, "For example: `{command} {example}`", example=verb.example),
    ]
    if verb.aliases:
        aliases = ", ".join(verb.aliases)
        lines.append(tell(tongue, "Also: {aliases}", aliases=aliases))
    return Answer(blocks.joined(lines))


def nearest(tongue: Tongue, typed: Typed) -> Answer:
    verb = typed.nearest
    meant = f"{verb.name} {typed.rest}".strip() if verb else typed.text
    text = tell(
        tongue,
        "“{typed}” is no verb I know. Did you mean `{command} {meant}`?",
        typed=shortened(typed.text.partition(" ")[0], QUOTED),
        meant=shortened(with_names(meant), QUOTED),
    )
    run = tongue.say("Yes, {verb}", verb=verb.name if verb else "")
    title = with_names(typed.text)[:VALUE_LIMIT]
    row = blocks.buttons(
        blocks.button(run, RUN, meant[:VALUE_LIMIT], style="primary"),
        blocks.button(tongue.say("No, declare an incident"), OPEN_FORM, title),
    )
    return Answer(text, (row,))


def log_or_declare(tongue: Tongue, typed: str) -> Answer:
    """Words in an incident's channel: what happened, or another incident?"""
    said = shortened(with_names(typed), QUOTED)
    text = tell(tongue, "“{typed}”: is that for the timeline, or a new incident?", typed=said)
    row = blocks.runs((tongue.say("Log it"), f"log {typed}"))
    title = with_names(typed)[:VALUE_LIMIT]
    row["elements"].append(blocks.button(tongue.say("New incident"), OPEN_FORM, title))
    return Answer(text, (row,))


def open_form(tongue: Tongue, rest: str) -> Answer:
    """Where no form can be opened by itself: a button can."""
    text = tell(
        tongue,
        "Tell me more in the form, or in one line: `{command} declare sev1 Checkout is failing`",
    )
    return Answer(text, (_form_button(tongue, rest),))


def form_failed(tongue: Tongue, rest: str) -> Answer:
    text = tell(
        tongue,
        "Slack did not open the form. Press again, or say it in one line:"
        " `{command} declare sev1 Checkout is failing`",
    )
    return Answer(text, (_form_button(tongue, rest),))


def _form_button(tongue: Tongue, rest: str) -> blocks.Block:
    label = tongue.say("Open the form")
    return blocks.buttons(blocks.button(label, OPEN_FORM, rest[:VALUE_LIMIT], style="primary"))


def _line(tongue: Tongue, verb: Verb) -> Mrkdwn:
    told = tongue.say(verb.help)
    return tell(tongue, "• `{command} {usage}` {told}", usage=verb.usage, told=told)
