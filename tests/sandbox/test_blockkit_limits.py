"""Every limit of Block Kit: what just fits is taken, one more is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.sandbox.blockkit import BlockKitRefused, check_message, check_view
from tests.sandbox import blockkit_parts as parts
from tests.sandbox.blockkit_parts import (
    CONFIRM,
    Json,
    actions,
    button,
    input_of,
    modal,
    mrkdwn,
    option,
    plain,
    plain_input,
    section,
)


def block_of(block: Json) -> None:
    check_message({"text": "text", "blocks": [block]})


def in_modal(block: Json) -> None:
    check_view(modal(block, submit=plain("Send")))


def view_with(**more: Any) -> None:
    check_view({**modal(section()), **more})


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "options": [option()], **more}


def options(count: int) -> list[Json]:
    return [option(f"{number}") for number in range(count)]


def group(count: int) -> Json:
    return {"label": plain(), "options": options(count)}


def table(rows: int, columns: int = 1, text: str = "c", kind: str = "table") -> Json:
    row = [{"type": "raw_text", "text": text}] * columns
    return {"type": kind, "rows": [row] * rows}


def columns(count: int) -> Json:
    return {**table(1), "column_settings": [{"align": "left"}] * count}


def data_table(rows: int, **more: Any) -> Json:
    return {**table(rows, kind="data_table"), "caption": "Numbers", **more}


LIMITS: dict[str, tuple[Callable[[int], None], int]] = {
    "blocks of a message": (
        lambda n: check_message({"text": "t", "blocks": [{"type": "divider"}] * n}),
        50,
    ),
    "blocks of a view": (lambda n: check_view(modal(*[{"type": "divider"}] * n)), 100),
    "section text": (lambda n: block_of(section("x" * n)), 3000),
    "field": (lambda n: block_of({"type": "section", "fields": [plain("x" * n)]}), 2000),
    "fields": (lambda n: block_of({"type": "section", "fields": [plain()] * n}), 10),
    "header": (lambda n: block_of({"type": "header", "text": plain("x" * n)}), 150),
    "context elements": (lambda n: block_of({"type": "context", "elements": [plain()] * n}), 10),
    "context text": (
        lambda n: block_of({"type": "context", "elements": [mrkdwn("x" * n)]}),
        3000,
    ),
    "actions": (lambda n: block_of(actions(*[button(f"{i}") for i in range(n)])), 25),
    "block_id": (lambda n: block_of({"type": "divider", "block_id": "x" * n}), 255),
    "action_id": (lambda n: block_of(actions(button("x" * n))), 255),
    "button text": (lambda n: block_of(actions({**button(), "text": plain("x" * n)})), 75),
    "button value": (lambda n: block_of(actions(button(value="x" * n))), 2000),
    "button url": (
        lambda n: block_of(actions(button(url="https://example.com/".ljust(n, "x")))),
        3000,
    ),
    "option text": (
        lambda n: block_of(actions(select(options=[{**option(), "text": plain("x" * n)}]))),
        75,
    ),
    "option value": (
        lambda n: block_of(actions(select(options=[{**option(), "value": "x" * n}]))),
        150,
    ),
    "option description": (
        lambda n: block_of(actions(select(options=[{**option(), "description": plain("x" * n)}]))),
        75,
    ),
    "options": (lambda n: block_of(actions(select(options=options(n)))), 100),
    "option groups": (
        lambda n: block_of(actions({**grouped(), "option_groups": [group(1)] * n})),
        100,
    ),
    "overflow": (
        lambda n: block_of(actions({"type": "overflow", "action_id": "o", "options": options(n)})),
        5,
    ),
    "check boxes": (
        lambda n: in_modal(
            input_of({"type": "checkboxes", "action_id": "c", "options": options(n)})
        ),
        10,
    ),
    "confirm title": (lambda n: block_of(confirming(title=plain("x" * n))), 100),
    "confirm text": (lambda n: block_of(confirming(text=plain("x" * n))), 300),
    "confirm yes": (lambda n: block_of(confirming(confirm=plain("x" * n))), 30),
    "confirm no": (lambda n: block_of(confirming(deny=plain("x" * n))), 30),
    "placeholder": (lambda n: block_of(actions(select(placeholder=plain("x" * n)))), 150),
    "alt text": (lambda n: block_of({**parts.IMAGE, "alt_text": "x" * n}), 2000),
    "image url": (
        lambda n: block_of({**parts.IMAGE, "image_url": "https://example.com/".ljust(n, "x")}),
        3000,
    ),
    "max_length": (lambda n: in_modal(input_of(plain_input(max_length=n))), 3000),
    "input label": (
        lambda n: in_modal({**input_of(plain_input()), "label": plain("x" * n)}),
        2000,
    ),
    "alert": (lambda n: in_modal({"type": "alert", "text": plain("x" * n)}), 200),
    "table rows": (lambda n: block_of(table(n)), 100),
    "table columns": (lambda n: block_of(table(1, n)), 20),
    "table cells together": (lambda n: block_of(table(1, 1, "x" * n)), 10_000),
    "column settings": (lambda n: block_of(columns(n)), 20),
    "data table rows": (lambda n: block_of(data_table(n)), 101),
    "data table page": (lambda n: block_of(data_table(2, page_size=n)), 100),
    "card title": (lambda n: block_of({"type": "card", "title": mrkdwn("x" * n)}), 150),
    "card body": (lambda n: block_of({"type": "card", "body": mrkdwn("x" * n)}), 200),
    "carousel": (
        lambda n: block_of({"type": "carousel", "elements": [{**CARD_WITHOUT_ID}] * n}),
        10,
    ),
    "markdown": (lambda n: block_of({"type": "markdown", "text": "x" * n}), 12_000),
    "view title": (lambda n: view_with(title=plain("x" * n)), 24),
    "view submit": (lambda n: view_with(submit=plain("x" * n)), 24),
    "view close": (lambda n: view_with(close=plain("x" * n)), 24),
    "private_metadata": (lambda n: view_with(private_metadata="x" * n), 3000),
    "callback_id": (lambda n: view_with(callback_id="x" * n), 255),
    "external_id": (lambda n: view_with(external_id="x" * n), 255),
    "text": (lambda n: check_message({"text": "x" * n}), 40_000),
    "markdown_text": (lambda n: check_message({"markdown_text": "x" * n}), 12_000),
    "attachments": (lambda n: check_message({"attachments": [{"text": "t"}] * n}), 100),
}

CARD_WITHOUT_ID: Json = {"type": "card", "title": mrkdwn()}


def grouped() -> Json:
    return {"type": "static_select", "action_id": "s"}


def confirming(**more: Any) -> Json:
    return actions(button(confirm={**CONFIRM, **more}))


@pytest.mark.parametrize(("make", "limit"), LIMITS.values(), ids=list(LIMITS))
def test_what_just_fits_is_taken_and_one_more_is_refused(
    make: Callable[[int], None], limit: int
) -> None:
    make(limit)

    with pytest.raises(BlockKitRefused):
        make(limit + 1)


def test_the_text_of_an_update_is_held_to_the_limit_given() -> None:
    check_message({"text": "x" * 4000}, text_limit=4000)

    with pytest.raises(BlockKitRefused) as refusal:
        check_message({"text": "x" * 4001}, text_limit=4000)

    assert refusal.value.code == "msg_too_long"


def test_markdown_blocks_share_one_limit() -> None:
    half = {"type": "markdown", "text": "x" * 6000}
    check_message({"text": "text", "blocks": [half, half]})

    with pytest.raises(BlockKitRefused, match="all markdown together"):
        check_message({"text": "text", "blocks": [half, half, {**half, "text": "x"}]})
