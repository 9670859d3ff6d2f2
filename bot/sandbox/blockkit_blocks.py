"""The shape of every block Slack takes from an app."""

from __future__ import annotations

from bot.sandbox.blockkit_elements import BUTTON, CONTEXT_ACTIONS, IN_ACTIONS, IN_INPUT, IN_SECTION
from bot.sandbox.blockkit_rich_text import RICH_TEXT
from bot.sandbox.blockkit_shapes import (
    Check,
    address,
    at_least_one_of,
    exactly_one_of,
    flag,
    kinds,
    many,
    number,
    one_of,
    plain_shape,
    ruled,
    shape,
    text,
)
from bot.sandbox.blockkit_texts import (
    ANY_TEXT,
    IMAGE_ELEMENT,
    RAW_NUMBER,
    RAW_TEXT,
    any_text,
    mrkdwn,
    picture,
    plain_text,
)


def _block(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    return shape(required, {"block_id": text(255), **(optional or {})})


_RICH_TEXT = kinds({"rich_text": RICH_TEXT})
_IMAGE = kinds({"image": IMAGE_ELEMENT})
_CELL = kinds({"rich_text": RICH_TEXT, "raw_text": RAW_TEXT, "raw_number": RAW_NUMBER})
_ROW = many(_CELL, 20, at_least=1)
_COLUMN = plain_shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})

_CARD = ruled(
    _block(
        {},
        {
            "title": mrkdwn(150),
            "subtitle": mrkdwn(150),
            "body": mrkdwn(200),
            "hero_image": _IMAGE,
            "icon": _IMAGE,
            "actions": many(kinds({"button": BUTTON})),
        },
    ),
    at_least_one_of("hero_image", "title", "actions", "body"),
)
_TASK_CARD = _block(
    {
        "task_id": text(),
        "title": text(),
        "status": one_of("pending", "in_progress", "complete", "error"),
    },
    {
        "details": _RICH_TEXT,
        "output": _RICH_TEXT,
        "sources": many(kinds({"url": shape({"url": address(), "text": text()})})),
    },
)

_EVERYDAY: dict[str, Check] = {
    "actions": _block({"elements": many(kinds(IN_ACTIONS), 25, at_least=1)}),
    "context": _block(
        {"elements": many(kinds({"image": IMAGE_ELEMENT, **ANY_TEXT}), 10, at_least=1)}
    ),
    "divider": _block({}),
    "file": _block({"external_id": text(), "source": one_of("remote")}),
    "header": _block({"text": plain_text(150)}),
    "image": picture(title=plain_text(2000), block_id=text(255)),
    "input": _block(
        {"label": plain_text(2000), "element": kinds(IN_INPUT)},
        {"hint": plain_text(2000), "optional": flag, "dispatch_action": flag},
    ),
    "rich_text": RICH_TEXT,
    "section": ruled(
        _block(
            {},
            {
                "text": any_text(3000),
                "fields": many(any_text(2000), 10, at_least=1),
                "accessory": kinds({"image": IMAGE_ELEMENT, **IN_SECTION}),
                "expand": flag,
            },
        ),
        at_least_one_of("text", "fields"),
    ),
    "table": _block({"rows": many(_ROW, 100, at_least=1)}, {"column_settings": many(_COLUMN, 20)}),
    "video": _block(
        {
            "alt_text": text(),
            "title": plain_text(200),
            "thumbnail_url": address(),
            "video_url": address(),
        },
        {
            "title_url": address(),
            "author_name": text(50),
            "description": plain_text(200),
            "provider_name": text(50),
            "provider_icon_url": address(),
        },
    ),
}

BLOCKS: dict[str, Check] = {
    **_EVERYDAY,
    "alert": _block(
        {"text": any_text(200)},
        {"level": one_of("default", "info", "warning", "error", "success")},
    ),
    "card": _CARD,
    "carousel": _block({"elements": many(kinds({"card": _CARD}), 10, at_least=1)}),
    "container": ruled(
        _block(
            {"child_blocks": many(kinds(_EVERYDAY), 10, at_least=1)},
            {
                "title": plain_text(150),
                "rich_text_title": _RICH_TEXT,
                "subtitle": any_text(150),
                "icon": _IMAGE,
                "is_collapsible": flag,
                "default_collapsed": flag,
                "has_header_divider": flag,
                "width": one_of("narrow", "standard", "wide", "full"),
            },
        ),
        exactly_one_of("title", "rich_text_title"),
    ),
    "context_actions": _block({"elements": many(kinds(CONTEXT_ACTIONS), 5, at_least=1)}),
    "data_table": _block(
        {"caption": text(), "rows": many(_ROW, 101, at_least=2)},
        {"page_size": number(1, 100), "row_header_column_index": number(0, 19)},
    ),
    "markdown": _block({"text": text(12_000)}),
    "plan": _block({"title": text()}, {"tasks": many(kinds({"task_card": _TASK_CARD}))}),
    "task_card": _TASK_CARD,
}

BLOCK = kinds(BLOCKS)
