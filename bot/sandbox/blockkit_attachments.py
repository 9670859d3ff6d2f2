"""The old attachments of a message, which may carry blocks of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.sandbox.blockkit_refused import BlockKitRefused
from bot.sandbox.blockkit_rules import check_blocks
from bot.sandbox.blockkit_shapes import complaint

_MOST_ATTACHMENTS = 100
_WITH_BLOCKS = frozenset({"blocks", "color", "fallback"})
_WITHOUT_BLOCKS = frozenset(
    {"author_icon", "author_link", "author_name"}
    | {"title", "title_link", "pretext", "text", "fields", "color", "fallback", "mrkdwn_in"}
    | {"image_url", "thumb_url", "footer", "footer_icon", "ts"}
    | {"actions", "attachment_type", "callback_id"}
)


def check_attachments(attachments: Any) -> None:
    if attachments is None:
        return
    if not isinstance(attachments, list):
        raise BlockKitRefused(
            "invalid_attachments", [complaint("must provide an array", "/attachments")]
        )
    if len(attachments) > _MOST_ATTACHMENTS:
        raise BlockKitRefused("too_many_attachments")
    details = [
        sentence
        for position, attachment in enumerate(attachments)
        for sentence in _complaints(attachment, f"/attachments/{position}")
    ]
    if details:
        raise BlockKitRefused("invalid_attachments", details)


def _complaints(attachment: Any, at: str) -> Iterator[str]:
    if not isinstance(attachment, Mapping):
        yield complaint("must provide an object", at)
        return
    known = _WITH_BLOCKS if "blocks" in attachment else _WITHOUT_BLOCKS
    for key in attachment:
        if key not in known:
            yield complaint(f"invalid_keys: {key}", at)
    if "blocks" in attachment:
        yield from check_blocks(attachment["blocks"], f"{at}/blocks", "message")
