"""Which modals and Home tabs the local Slack refuses."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.blockkit import BlockKitRefused, check_view
from tests.sandbox import blockkit_parts as parts
from tests.sandbox import blockkit_samples as samples
from tests.sandbox.blockkit_parts import (
    Json,
    actions,
    button,
    home,
    input_of,
    modal,
    option,
    plain,
    plain_input,
    rich_option,
    section,
)


def refusal(view: Any) -> BlockKitRefused:
    with pytest.raises(BlockKitRefused) as caught:
        check_view(view)
    return caught.value


def form(*blocks: Json) -> Json:
    return modal(*blocks, submit=plain("Send"))


@pytest.mark.parametrize("block", samples.IN_MODALS, ids=lambda block: str(block["type"]))
def test_every_block_of_modals_is_taken(block: Json) -> None:
    check_view(form(block))


@pytest.mark.parametrize("block", samples.IN_HOME, ids=lambda block: str(block["type"]))
def test_every_block_of_home_is_taken(block: Json) -> None:
    check_view(home(block))


@pytest.mark.parametrize(
    "block",
    [*samples.ONLY_MESSAGES, *samples.NOT_IN_MODALS],
    ids=lambda block: str(block["type"]),
)
def test_a_block_of_messages_is_refused_in_a_modal(block: Json) -> None:
    assert refusal(form(block)).code == "invalid_arguments"


@pytest.mark.parametrize(
    "block",
    [*samples.ONLY_MESSAGES, *samples.ONLY_MODALS, *samples.NOT_IN_HOME],
    ids=lambda block: str(block["type"]),
)
def test_a_block_of_elsewhere_is_refused_in_home(block: Json) -> None:
    assert refusal(home(block)).code == "invalid_arguments"


def test_views_with_every_field_are_taken() -> None:
    check_view(samples.FULL_MODAL)
    check_view(samples.FULL_HOME)


def test_an_input_needs_a_submit_in_a_modal() -> None:
    check_view(form(input_of(plain_input())))
    check_view(home(input_of(plain_input())))

    assert refusal(modal(input_of(plain_input()))).details == [
        "[ERROR] must define `submit` to use an `input` block in modals [json-pointer:/view]"
    ]


@pytest.mark.parametrize(
    "view",
    [
        None,
        {},
        {"type": "workflow_step", "blocks": [section()]},
        {"type": "modal", "blocks": [section()]},
        {"type": "modal", "title": plain()},
        modal(section(), title=parts.mrkdwn()),
        modal(section(), id="V0ONE"),
        modal(section(), clear_on_close="yes"),
        {**modal(), "blocks": None},
        modal(),
        home(),
        home(section(), title=plain()),
        home(section(), submit=plain()),
        home(section(), notify_on_close=True),
    ],
    ids=str,
)
def test_what_is_no_good_view_is_refused(view: Any) -> None:
    assert refusal(view).code == "invalid_arguments"


def test_a_view_over_250_kilobytes_is_refused() -> None:
    long = [section("é" * 3000) for _ in range(41)]
    check_view(modal(*long))

    assert refusal(modal(*long, section("é" * 3000))).code == "view_too_large"


def test_two_inputs_may_not_share_a_block_id() -> None:
    details = refusal(form(input_of(plain_input()), input_of(plain_input()))).details

    assert details == [
        "[ERROR] `block_id` b-input already exists [json-pointer:/view/blocks/1/block_id]"
    ]


def test_two_elements_of_a_block_may_not_share_an_action_id() -> None:
    check_view(modal(actions(button("join"), button("leave"))))

    assert refusal(modal(actions(button("join"), button("join")))).code == "invalid_arguments"


def test_only_one_element_may_take_the_focus() -> None:
    focused = [
        {**input_of(plain_input(focus_on_load=True)), "block_id": name} for name in ("a", "b")
    ]
    check_view(form(focused[0]))

    assert "focus_on_load" in refusal(form(*focused)).details[0]


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "options": [option()], **more}


def boxes(kind: str, **more: Any) -> Json:
    return {"type": kind, "action_id": "b", "options": [rich_option()], **more}


@pytest.mark.parametrize(
    "element",
    [
        select(initial_option=option("two")),
        select(initial_option={**option(), "text": plain("another text")}),
        {**select(initial_options=[option("two")]), "type": "multi_static_select"},
        boxes("radio_buttons", initial_option=option()),
        boxes("checkboxes", initial_options=[option()]),
        select(option_groups=[{"label": plain(), "options": [option()]}]),
        {"type": "static_select", "action_id": "s"},
        select(options=[{**option(), "url": "https://example.com"}]),
        select(options=[{**option(), "text": parts.mrkdwn()}]),
        select(options=[{"text": plain()}]),
        boxes("checkboxes", options=[{**option(), "description": parts.mrkdwn()}]),
        {"type": "datepicker", "initial_date": "2026-02-30"},
        {"type": "datepicker", "initial_date": "21.11.2026"},
        {"type": "timepicker", "initial_time": "24:00"},
        {"type": "timepicker", "initial_time": "09:30:00"},
        {"type": "datetimepicker", "initial_date_time": 12},
        plain_input(min_length=5, max_length=4),
        plain_input(max_length=4, initial_value="12345"),
        plain_input(max_length=2.5),
        plain_input(max_length=float("nan")),
        plain_input(max_length=float("inf")),
        plain_input(max_length=True),
        {"type": "number_input", "action_id": "n"},
        {"type": "number_input", "is_decimal_allowed": False, "initial_value": "1.5"},
        {"type": "number_input", "is_decimal_allowed": True, "min_value": "2", "max_value": "1"},
        {"type": "number_input", "is_decimal_allowed": True, "initial_value": "many"},
        {"type": "users_select", "confirm": {"text": plain()}},
        button(),
    ],
    ids=str,
)
def test_an_element_that_contradicts_itself_is_refused(element: Json) -> None:
    pointers = refusal(form(input_of(element))).details

    assert all("[json-pointer:/view/blocks/0" in pointer for pointer in pointers)


def test_an_initial_option_may_come_from_any_group() -> None:
    groups = [{"label": plain(), "options": [option(value)]} for value in ("one", "two")]
    element = {"type": "static_select", "option_groups": groups, "initial_option": option("two")}

    check_view(form(input_of(element)))


def test_half_a_character_is_weighed_and_breaks_nothing() -> None:
    check_view(modal(section("\ud83d")))


def test_nothing_else_than_a_refusal_comes_out_of_a_deep_mess() -> None:
    mess: Any = [[{"type": "section", "text": {"type": {"type": []}}}], {"type": "input"}, 1.5]

    assert len(refusal(modal(*mess)).details) >= 3
