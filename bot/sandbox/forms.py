"""A form as a person meets it: filled in, checked by Slack's own client, sent, answered."""

from __future__ import annotations

from typing import Any

from bot.sandbox.answer import Answer
from bot.sandbox.call import Refused
from bot.sandbox.inputs import KINDS, elements, filled, is_empty
from bot.sandbox.modals import Modals
from bot.sandbox.view import View

Json = dict[str, Any]
Given = str | int | list[str] | None

REQUIRED = "Please complete this required field."


def fill(view: View, answers: dict[str, Given]) -> None:
    """Write the answers, by block id, into the view's state."""
    every = elements(view.blocks)
    inputs = {block["block_id"]: element for block, element in every if element["type"] in KINDS}
    if unknown := sorted(answers.keys() - inputs.keys()):
        raise LookupError(f"the form has no {unknown}; there are {sorted(inputs)}")
    for block_id, answer in answers.items():
        element = inputs[block_id]
        view.state[block_id][element["action_id"]] = filled(element, answer)


def complaints(view: View) -> dict[str, str]:
    """What Slack's client says itself, before anything is sent."""
    found: dict[str, str] = {}
    for block, element in elements(view.blocks):
        if block.get("type") != "input":
            continue
        value = view.state[block["block_id"]][element["action_id"]]
        if is_empty(value) and not block.get("optional", False):
            found[block["block_id"]] = REQUIRED
        elif complaint := _length_complaint(element, value):
            found[block["block_id"]] = complaint
    return found


def _length_complaint(element: Json, value: Json) -> str | None:
    text = value.get("value")
    if element["type"] != "plain_text_input" or not text:
        return None
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(text) < least:
        return f"Please enter at least {least} characters."
    return f"Please enter at most {most} characters." if len(text) > most else None


def follow(modals: Modals, view: View, answer: Answer) -> Answer:
    """Do to the form what the bot's answer to its submission asks for."""
    view.errors = {}
    if answer.status != "ok":
        return answer
    try:
        _act(modals, view, answer)
    except Refused as refusal:
        return answer.fail(refusal.code)
    return answer


def _act(modals: Modals, view: View, answer: Answer) -> None:
    match answer.response_action:
        case None:
            modals.close(view)
        case "clear":
            modals.clear(view.user)
        case "update":
            modals.update(view, answer.body.get("view") or {})
        case "push":
            modals.push(view.user, answer.body.get("view") or {})
        case "errors":
            _show_errors(view, answer)
        case unknown:
            raise Refused(f"unknown response_action {unknown}")


def _show_errors(view: View, answer: Answer) -> None:
    errors = answer.body.get("errors") or {}
    known = {block["block_id"] for block in view.blocks if block.get("type") == "input"}
    if not errors or not errors.keys() <= known:
        raise Refused(f"errors for {sorted(errors)}, but the inputs are {sorted(known)}")
    view.errors = answer.errors = dict(errors)
