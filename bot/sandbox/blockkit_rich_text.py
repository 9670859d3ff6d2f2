"""The shape of rich text: sections, lists, quotes and code, and what may stand inside them."""

from __future__ import annotations

from bot.sandbox.blockkit_shapes import (
    Check,
    address,
    flag,
    kinds,
    many,
    number,
    one_of,
    plain_shape,
    shape,
    text,
)

_STYLE = plain_shape({}, dict.fromkeys(("bold", "code", "italic", "strike", "underline"), flag))
_LINK = address("http", "https", "mailto")
_BORDER = number(0, 1)


def _inline(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    return shape(required, {"style": _STYLE, **(optional or {})})


_TEXT = _inline({"text": text()})
_URL = _inline({"url": _LINK}, {"text": text(), "unsafe": flag})
_INLINE = kinds(
    {
        "text": _TEXT,
        "link": _URL,
        "broadcast": _inline({"range": one_of("here", "channel", "everyone")}),
        "channel": _inline({"channel_id": text()}),
        "color": _inline({"value": text()}),
        "date": _inline(
            {"timestamp": number(0), "format": text()}, {"fallback": text(), "url": _LINK}
        ),
        "emoji": _inline({"name": text()}, {"unicode": text(), "url": _LINK}),
        "team": _inline({"team_id": text()}),
        "user": _inline({"user_id": text()}),
        "usergroup": _inline({"usergroup_id": text()}),
    }
)
_SECTION = shape({"elements": many(_INLINE)})

RICH_TEXT = shape(
    {
        "elements": many(
            kinds(
                {
                    "rich_text_section": _SECTION,
                    "rich_text_list": shape(
                        {
                            "elements": many(kinds({"rich_text_section": _SECTION})),
                            "style": one_of("bullet", "ordered"),
                        },
                        {"indent": number(0, 8), "border": _BORDER},
                    ),
                    "rich_text_quote": shape({"elements": many(_INLINE)}, {"border": _BORDER}),
                    "rich_text_preformatted": shape(
                        {"elements": many(kinds({"text": _TEXT, "link": _URL}))},
                        {"border": _BORDER},
                    ),
                }
            ),
            at_least=1,
        )
    },
    {"block_id": text(255)},
)
