"""The parts Block Kit elements are made of: texts, options, confirmations, pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.sandbox.blockkit_shapes import (
    Check,
    address,
    complaint,
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


def _plain(at_most: int) -> Check:
    return shape({"text": text(at_most)}, {"emoji": flag})


def _mrkdwn(at_most: int) -> Check:
    return shape({"text": text(at_most)}, {"verbatim": flag})


def plain_text(at_most: int = 3000) -> Check:
    return kinds({"plain_text": _plain(at_most)})


def mrkdwn(at_most: int = 3000) -> Check:
    return kinds({"mrkdwn": _mrkdwn(at_most)})


def any_text(at_most: int = 3000) -> Check:
    return kinds({"plain_text": _plain(at_most), "mrkdwn": _mrkdwn(at_most)})


ANY_TEXT: dict[str, Check] = {"plain_text": _plain(3000), "mrkdwn": _mrkdwn(3000)}


STYLE = one_of("primary", "danger")
PLACEHOLDER = plain_text(150)

CONFIRM = plain_shape(
    {
        "title": plain_text(100),
        "text": any_text(300),
        "confirm": plain_text(30),
        "deny": plain_text(30),
    },
    {"style": STYLE},
)

PLAIN_OPTION = plain_shape(
    {"text": plain_text(75), "value": text(150)}, {"description": plain_text(75)}
)
OVERFLOW_OPTION = plain_shape(
    {"text": plain_text(75), "value": text(150)}, {"description": plain_text(75), "url": address()}
)


def _description_as_plain_as_text(option: Mapping[str, Any], at: str) -> Iterator[str]:
    described = option.get("description", {}).get("type")
    if option["text"]["type"] == "plain_text" and described == "mrkdwn":
        yield complaint("unsupported type: mrkdwn", f"{at}/description/type")


RICH_OPTION = ruled(
    plain_shape({"text": any_text(75), "value": text(150)}, {"description": any_text(75)}),
    _description_as_plain_as_text,
)
"""Radio buttons and check boxes may format their options; menus may not."""

OPTION_GROUP = plain_shape(
    {"label": plain_text(75), "options": many(PLAIN_OPTION, 100, at_least=1)}
)

_SLACK_FILE = ruled(plain_shape({}, {"url": address(), "id": text()}), exactly_one_of("url", "id"))


def picture(**more: Check) -> Check:
    """An image, as an element or (with a title) as a block."""
    return ruled(
        shape(
            {"alt_text": text(2000)},
            {"image_url": address(), "slack_file": _SLACK_FILE, **more},
        ),
        exactly_one_of("image_url", "slack_file"),
    )


IMAGE_ELEMENT = picture()
RAW_TEXT = shape({"text": text()})
RAW_NUMBER = shape({"text": text(), "value": number(whole=False)})
