"""What a person can fill in or press: the stateful elements of blocks, their values and choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Json = dict[str, Any]
Shape = Literal["plain", "plain list", "option", "options"]


@dataclass(frozen=True)
class Kind:
    """How one type of element appears in a state: under which key, from which initial_ key."""

    key: str
    initial: str
    shape: Shape = "plain"


KINDS: dict[str, Kind] = {
    "plain_text_input": Kind("value", "initial_value"),
    "number_input": Kind("value", "initial_value"),
    "email_text_input": Kind("value", "initial_value"),
    "url_text_input": Kind("value", "initial_value"),
    "rich_text_input": Kind("rich_text_value", "initial_value"),
    "datepicker": Kind("selected_date", "initial_date"),
    "timepicker": Kind("selected_time", "initial_time"),
    "datetimepicker": Kind("selected_date_time", "initial_date_time"),
    "static_select": Kind("selected_option", "initial_option", "option"),
    "external_select": Kind("selected_option", "initial_option", "option"),
    "radio_buttons": Kind("selected_option", "initial_option", "option"),
    "checkboxes": Kind("selected_options", "initial_options", "options"),
    "multi_static_select": Kind("selected_options", "initial_options", "options"),
    "multi_external_select": Kind("selected_options", "initial_options", "options"),
    "users_select": Kind("selected_user", "initial_user"),
    "channels_select": Kind("selected_channel", "initial_channel"),
    "conversations_select": Kind("selected_conversation", "initial_conversation"),
    "multi_users_select": Kind("selected_users", "initial_users", "plain list"),
    "multi_channels_select": Kind("selected_channels", "initial_channels", "plain list"),
    "multi_conversations_select": Kind(
        "selected_conversations", "initial_conversations", "plain list"
    ),
}


PRESSED = ("button", "overflow", "workflow_button")


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every (block, element) that a person can act on."""
    for block in blocks:
        single = [block.get("element"), block.get("accessory")]
        several = block.get("elements", []) if block.get("type") == "actions" else []
        for element in [*single, *several]:
            if isinstance(element, dict) and element.get("type") in (*KINDS, *PRESSED):
                yield block, element


def initial(element: Json) -> Json:
    """The element's state before anybody touched it."""
    kind = KINDS[element["type"]]
    nothing: Any = [] if kind.shape in ("options", "plain list") else None
    return {"type": element["type"], kind.key: element.get(kind.initial, nothing)}


def filled(element: Json, answer: str | int | list[str] | None) -> Json:
    """The element's state once a person gave this answer."""
    kind = KINDS[element["type"]]
    return {"type": element["type"], kind.key: _value(kind, element, answer)}


def _value(kind: Kind, element: Json, answer: str | int | list[str] | None) -> Any:
    match kind.shape:
        case "option":
            return option(element, str(answer)) if answer else None
        case "options":
            return [option(element, value) for value in _wanted(element, answer)]
        case "plain list":
            return list(answer) if isinstance(answer, list) else [answer]
        case "plain":
            return answer if answer != "" else None


def _wanted(element: Json, answer: str | int | list[str] | None) -> list[str]:
    if isinstance(answer, bool):
        return [str(choice["value"]) for choice in options(element)] if answer else []
    if isinstance(answer, list):
        return answer
    return [str(answer)] if answer else []


def options(element: Json) -> list[Json]:
    found: list[Json] = list(element.get("options", []))
    for group in element.get("option_groups", []):
        found += group.get("options", [])
    return found


def option(element: Json, value: str) -> Json:
    for choice in options(element):
        if choice.get("value") == value:
            return choice
    there = [choice.get("value") for choice in options(element)]
    raise LookupError(f"{element.get('action_id')!r} has no option {value!r}; there are {there}")


def state_of(blocks: list[Json], before: Mapping[str, Mapping[str, Json]]) -> dict[str, Any]:
    """The state of these blocks; what was filled in before stays where the ids and types agree."""
    state: dict[str, dict[str, Json]] = {}
    for block, element in elements(blocks):
        if element.get("type") in KINDS:
            kept = before.get(block["block_id"], {}).get(element["action_id"])
            same = kept is not None and kept["type"] == element["type"]
            value = kept if kept is not None and same else initial(element)
            state.setdefault(block["block_id"], {})[element["action_id"]] = value
    return state


def is_empty(value: Json) -> bool:
    """True for an input nobody filled in."""
    return all(part in (None, [], "") for key, part in value.items() if key != "type")
