"""The inputs of forms, and what people put into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.incident.text import legible, shortened
from bot.slack.views import blocks
from bot.slack.views.blocks import Block, View

OPTION_LIMIT = 75
OPTIONS = 100
"""Slack's limits for a choice."""
NOTHING = "-"
"""The value of the option that stands for none; Slack wants one, and it is read as empty."""


def text(
    name: str,
    label: str,
    initial: str = "",
    *,
    limit: int = 300,
    optional: bool = False,
    multiline: bool = False,
    hint: str = "",
) -> Block:
    element: Block = {"type": "plain_text_input", "action_id": name, "max_length": limit}
    if multiline:
        element["multiline"] = True
    if initial:
        element["initial_value"] = shortened(initial, limit)
    return field(name, label, element, optional=optional, hint=hint)


def choice(
    name: str,
    label: str,
    options: Sequence[tuple[str, str]],
    initial: str = "",
    *,
    optional: bool = False,
    nothing: str = "",
) -> Block:
    """`options`: value and what people read; at most a hundred.

    `nothing`: what people read where nothing is chosen, and choose to take a choice back.
    """
    first = [option(NOTHING, nothing)] if nothing else []
    shown = [*first, *(option(value, read) for value, read in options)][:OPTIONS]
    initial = initial or (NOTHING if nothing else "")
    element: Block = {"type": "static_select", "action_id": name, "options": shown}
    if chosen := next((one for one in shown if one["value"] == initial), None):
        element["initial_option"] = chosen
    return field(name, label, element, optional=optional)


def person(name: str, label: str, initial: str = "", *, optional: bool = True) -> Block:
    element: Block = {"type": "users_select", "action_id": name}
    if initial:
        element["initial_user"] = initial
    return field(name, label, element, optional=optional)


def moment(name: str, label: str, initial: datetime | None, *, optional: bool = True) -> Block:
    """Shown and chosen in the zone of whoever looks at it."""
    element: Block = {"type": "datetimepicker", "action_id": name}
    if initial:
        element["initial_date_time"] = int(initial.timestamp())
    return field(name, label, element, optional=optional)


def ticks(
    name: str, label: str, options: Sequence[tuple[str, str]], ticked: Sequence[str] = ()
) -> Block:
    """At most ten boxes."""
    shown = [option(value, read) for value, read in options[:10]]
    element: Block = {"type": "checkboxes", "action_id": name, "options": shown}
    if initial := [one for one in shown if one["value"] in ticked]:
        element["initial_options"] = initial
    return field(name, label, element, optional=True)


def option(value: str, read: str, description: str = "") -> Block:
    made: Block = {"text": blocks.plain(read, OPTION_LIMIT), "value": value}
    if description:
        made["description"] = blocks.plain(description, OPTION_LIMIT)
    return made


def field(
    name: str, label: str, element: Block, *, optional: bool = False, hint: str = ""
) -> Block:
    made = {
        "type": "input",
        "block_id": name,
        "label": blocks.plain(label),
        "element": element,
        "optional": optional,
    }
    return {**made, "hint": blocks.plain(hint, 2000)} if hint else made


def values_of(view: View) -> dict[str, str]:
    """What was put in, by the names of the inputs; nothing is the empty text."""
    state: Mapping[str, Mapping[str, Any]] = view["state"]["values"]
    return {name: _value(answer) for one in state.values() for name, answer in one.items()}


def ticked(values: Mapping[str, str], name: str) -> list[str]:
    """The ticked values of boxes."""
    return values.get(name, "").split()


def _value(answer: Mapping[str, Any]) -> str:
    match answer.get("type"):
        case "static_select" | "radio_buttons" | "external_select":
            chosen = str((answer.get("selected_option") or {}).get("value") or "")
            return "" if chosen == NOTHING else chosen
        case "users_select":
            return str(answer.get("selected_user") or "")
        case "datetimepicker":
            return str(answer.get("selected_date_time") or "")
        case "checkboxes":
            return " ".join(one["value"] for one in answer.get("selected_options") or ())
    typed = str(answer.get("value") or "")
    return "\n".join(map(legible, typed.splitlines())).strip()
