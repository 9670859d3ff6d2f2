"""The elements of a form: what they hold at first and after somebody filled them in."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.inputs import filled, initial, is_empty, state_of

Json = dict[str, Any]


def option(value: str) -> Json:
    return {"text": {"type": "plain_text", "text": value}, "value": value}


GROUPED = {"option_groups": [{"options": [option("a")]}, {"options": [option("b")]}]}


@pytest.mark.parametrize(
    ("element", "answer", "key", "value"),
    [
        ({"type": "plain_text_input"}, "x", "value", "x"),
        ({"type": "plain_text_input"}, "", "value", None),
        ({"type": "static_select", **GROUPED}, "b", "selected_option", option("b")),
        ({"type": "static_select", **GROUPED}, "", "selected_option", None),
        ({"type": "checkboxes", "options": [option("a")]}, False, "selected_options", []),
        ({"type": "multi_static_select", **GROUPED}, ["b"], "selected_options", [option("b")]),
        ({"type": "multi_static_select", **GROUPED}, "a", "selected_options", [option("a")]),
        ({"type": "users_select"}, "U1", "selected_user", "U1"),
        ({"type": "multi_users_select"}, ["U1", "U2"], "selected_users", ["U1", "U2"]),
        ({"type": "multi_users_select"}, "U1", "selected_users", ["U1"]),
        ({"type": "datepicker"}, "2026-11-21", "selected_date", "2026-11-21"),
    ],
)
def test_an_answer_becomes_the_elements_state(
    element: Json, answer: str | bool | list[str], key: str, value: Any
) -> None:
    assert filled(element, answer) == {"type": element["type"], key: value}


@pytest.mark.parametrize(
    ("element", "key", "value"),
    [
        ({"type": "plain_text_input", "initial_value": "x"}, "value", "x"),
        ({"type": "plain_text_input"}, "value", None),
        ({"type": "checkboxes"}, "selected_options", []),
        ({"type": "users_select", "initial_user": "U1"}, "selected_user", "U1"),
    ],
)
def test_an_element_starts_with_its_initial_value(element: Json, key: str, value: Any) -> None:
    state = initial(element)

    assert state[key] == value
    assert is_empty(state) is (value in (None, []))


def test_what_was_filled_in_stays_only_where_id_and_type_agree() -> None:
    def block(type_: str) -> Json:
        element = {"type": type_, "action_id": "a"}
        return {"type": "input", "block_id": "b", "element": element}

    before = {"b": {"a": {"type": "plain_text_input", "value": "typed"}}}

    same = state_of([block("plain_text_input")], before)
    other = state_of([block("datepicker")], before)

    assert same == before
    assert other == {"b": {"a": {"type": "datepicker", "selected_date": None}}}
