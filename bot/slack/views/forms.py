"""The declare form, drawn and read in one place."""

from __future__ import annotations

from typing import Any

from bot.incident.errors import FormRefused
from bot.incident.ids import UserId
from bot.incident.incident import IMPACT_LIMIT, TITLE_LIMIT
from bot.incident.policy import Policy
from bot.incident.question import Declaration, FromForm
from bot.incident.severity import Severity
from bot.incident.text import legible, shortened
from bot.language import N_, Tongue
from bot.slack.declaration_line import Line
from bot.slack.views import blocks
from bot.slack.views.blocks import Block, View
from bot.slack.views.guides import service_choice
from bot.slack.views.inputs import values_of

DECLARE = "declare"
OPTION_LIMIT = 75
EMPTY_TITLE = N_("Say in a few words what people notice, for example: Checkout is failing")


def declare_form(
    tongue: Tongue, policy: Policy, line: Line, *, name: str = DECLARE, about: str = ""
) -> View:
    """`name`: under which it comes back; `about`: what comes back with it."""
    return {
        "type": "modal",
        "callback_id": name,
        "private_metadata": about,
        "title": blocks.plain(tongue.say("Declare an incident"), 24),
        "submit": blocks.plain(tongue.say("Declare"), 24),
        "close": blocks.plain(tongue.say("Cancel"), 24),
        "blocks": [
            _text(tongue.say("What is happening?"), "title", TITLE_LIMIT, line.title),
            _severity(tongue, policy, line.severity),
            *service_choice(tongue, policy),
            _text(
                tongue.say("Who is affected, and how?"),
                "impact",
                IMPACT_LIMIT,
                line.title if len(line.title) > TITLE_LIMIT else "",
                optional=True,
            ),
            _private(tongue, line.private),
        ],
    }


def read_declare_form(view: View, by: UserId, tongue: Tongue) -> Declaration:
    """Raises FormRefused for what has to change."""
    answers: dict[str, Any] = view["state"]["values"]
    title = legible(answers["title"]["title"].get("value") or "").strip()
    if not title:
        raise FormRefused(title=tongue.say(EMPTY_TITLE))
    impact = answers["impact"]["impact"].get("value") or ""
    return Declaration(
        key=f"form:{view['id']}",
        title=" ".join(title.split()),
        severity=answers["severity"]["severity"]["selected_option"]["value"],
        impact="\n".join(map(legible, impact.splitlines())).strip(),
        private=bool(answers["private"]["private"].get("selected_options")),
        service=values_of(view).get("service") or None,
        by=by,
        origin=FromForm(view=view["id"]),
    )


def _text(label: str, name: str, limit: int, initial: str, optional: bool = False) -> Block:
    element: Block = {"type": "plain_text_input", "action_id": name, "max_length": limit}
    if name == "impact":
        element["multiline"] = True
    if initial:
        element["initial_value"] = shortened(initial, limit)
    return _input(label, name, element, optional=optional)


def _severity(tongue: Tongue, policy: Policy, chosen: Severity | None) -> Block:
    options = {level.key: _option(tongue, level) for level in policy.severities}
    initial = options[(chosen or policy.severities.unsure).key]
    element = {
        "type": "static_select",
        "action_id": "severity",
        "options": list(options.values()),
        "initial_option": initial,
    }
    return _input(tongue.say("How bad is it? If unsure, take the higher."), "severity", element)


def _option(tongue: Tongue, level: Severity) -> Block:
    option: Block = {
        "text": blocks.plain(level.named(tongue.locale), OPTION_LIMIT),
        "value": level.key,
    }
    if definition := level.defined(tongue.locale):
        option["description"] = blocks.plain(definition, OPTION_LIMIT)
    return option


def _private(tongue: Tongue, chosen: bool) -> Block:
    option = {
        "text": blocks.plain(tongue.say("Private: only invited people see it"), OPTION_LIMIT),
        "value": "private",
    }
    element: Block = {"type": "checkboxes", "action_id": "private", "options": [option]}
    if chosen:
        element["initial_options"] = [option]
    return _input(tongue.say("Who may see it?"), "private", element, optional=True)


def _input(label: str, name: str, element: Block, *, optional: bool = False) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "label": blocks.plain(label),
        "element": element,
        "optional": optional,
    }
