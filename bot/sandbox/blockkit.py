"""Refuses the messages and views that Slack would refuse, with Slack's codes and sentences."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.sandbox.blockkit_attachments import check_attachments
from bot.sandbox.blockkit_metadata import check_metadata
from bot.sandbox.blockkit_refused import BlockKitRefused
from bot.sandbox.blockkit_rules import Surface, check_blocks, objects
from bot.sandbox.blockkit_shapes import Check, complaint, flag, kinds, shape, text
from bot.sandbox.blockkit_texts import plain_text

__all__ = ["BlockKitRefused", "check_message", "check_view"]

_LONGEST_MARKDOWN = 12_000
_LARGEST_VIEW = 250_000


def check_message(payload: Mapping[str, Any], *, text_limit: int = 40_000) -> None:
    """Check text, markdown_text, blocks, attachments and metadata; other arguments are ignored.

    Slack cuts a posted text at 40,000 characters without a word, which is never wanted, so it is
    refused here; chat.update really refuses more than 4,000, chat.postEphemeral likewise.
    """
    _check_texts(payload, text_limit)
    _check_message_blocks(payload.get("blocks"))
    check_attachments(payload.get("attachments"))
    check_metadata(payload.get("metadata"))
    if not any(payload.get(key) for key in ("text", "markdown_text", "blocks", "attachments")):
        raise BlockKitRefused("no_text")


def _check_texts(payload: Mapping[str, Any], text_limit: int) -> None:
    _check_text(payload.get("text"), "text", text_limit)
    _check_text(payload.get("markdown_text"), "markdown_text", _LONGEST_MARKDOWN)
    if payload.get("markdown_text") and (payload.get("text") or payload.get("blocks")):
        raise BlockKitRefused("markdown_text_conflict")


def _check_text(value: Any, key: str, limit: int) -> None:
    if value is None:
        return
    if not isinstance(value, str):
        raise BlockKitRefused("invalid_arguments", [complaint("must provide a string", f"/{key}")])
    if len(value) > limit:
        sentence = complaint(f"must be less than {limit + 1} characters", f"/{key}")
        raise BlockKitRefused("msg_too_long", [sentence])


def _check_message_blocks(blocks: Any) -> None:
    if blocks is None:
        return
    if not isinstance(blocks, list):
        raise BlockKitRefused(
            "invalid_blocks_format", [complaint("must provide an array", "/blocks")]
        )
    details = list(check_blocks(blocks, "/blocks", "message"))
    if details:
        raise BlockKitRefused("invalid_blocks", details)


def _ignored(value: Any, at: str) -> Iterator[str]:
    """Blocks are checked apart, because what is allowed depends on the whole view."""
    yield from ()


_EITHER_VIEW: dict[str, Check] = {
    "callback_id": text(255),
    "external_id": text(255),
    "private_metadata": text(3000, at_least=0),
}
_VIEW = kinds(
    {
        "modal": shape(
            {"title": plain_text(24), "blocks": _ignored},
            {
                **_EITHER_VIEW,
                "submit": plain_text(24),
                "close": plain_text(24),
                "clear_on_close": flag,
                "notify_on_close": flag,
            },
        ),
        "home": shape({"blocks": _ignored}, _EITHER_VIEW),
    }
)


def check_view(view: Mapping[str, Any]) -> None:
    """Check a modal or a Home tab, as it is sent (not as Slack returns it)."""
    details = list(_view_details(view))
    if details:
        raise BlockKitRefused("invalid_arguments", details)
    size = len(json.dumps(view, ensure_ascii=False).encode(errors="surrogatepass"))
    if size > _LARGEST_VIEW:
        sentence = complaint(f"must be at most {_LARGEST_VIEW} bytes, not {size}", "/view")
        raise BlockKitRefused("view_too_large", [sentence])


def _view_details(view: Any) -> Iterator[str]:
    complaints = list(_VIEW(view, "/view"))
    yield from complaints
    if not isinstance(view, Mapping) or "blocks" not in view:
        return
    surface: Surface = "home" if view.get("type") == "home" else "modal"
    yield from check_blocks(view["blocks"], "/view/blocks", surface)
    if surface == "modal" and "submit" not in view and _has_input(view["blocks"]):
        yield complaint("must define `submit` to use an `input` block in modals", "/view")


def _has_input(blocks: Any) -> bool:
    return any(part.get("type") == "input" for part, _ in objects(blocks, "/view/blocks"))
