"""Finding the button a person means, and what pressing it leaves behind."""

from __future__ import annotations

from typing import Any

from bot.sandbox.answer import Answer
from bot.sandbox.backstage import Backstage
from bot.sandbox.call import Refused
from bot.sandbox.inputs import KINDS, elements, filled, option, options
from bot.sandbox.modals import check_posted
from bot.sandbox.workspace import Message, View

Json = dict[str, Any]


def open_view(view: View | None, name: str) -> View:
    if view is None:
        raise LookupError(f"no form is open for {name}")
    return view


def find(blocks: list[Json], action_id: str, value: str | None) -> tuple[Json, Json]:
    """The block and element; `value` tells apart buttons that share an action id."""
    there = []
    for block, element in elements(blocks):
        if element["action_id"] == action_id and _offers(element, value):
            return block, element
        there.append(f"{element['action_id']}={_values(element)}")
    raise LookupError(f"nothing to press for {action_id!r} with value {value!r}; there are {there}")


def _values(element: Json) -> list[str]:
    if element["type"] == "button":
        return [str(element.get("value", ""))]
    return [str(choice.get("value")) for choice in options(element)]


def _offers(element: Json, value: str | None) -> bool:
    values = _values(element)
    return value is None or not values or value in values


def choose(target: Message | View, block: Json, element: Json, value: str | None) -> Json:
    """What the action says was chosen; a form remembers it."""
    if element["type"] == "overflow":
        choice = option(element, value) if value is not None else options(element)[0]
        return {"selected_option": choice}
    if element["type"] not in KINDS:
        return {}
    chosen = filled(element, value)
    if isinstance(target, View):
        target.state.setdefault(block["block_id"], {})[element["action_id"]] = chosen
    return {key: part for key, part in chosen.items() if key != "type"}


def show_answer(backstage: Backstage, user: str, channel: str, answer: Answer) -> None:
    """Show what the ack of a command carries, or turn the answer into an error."""
    try:
        check_posted(answer.body)
    except Refused as refusal:
        answer.fail(refusal.code)
        return
    answer.message = backstage.replies.answer(user, channel, answer.body)
