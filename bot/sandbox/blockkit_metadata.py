"""The metadata of a message: an event type, and a payload of plain values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.sandbox.blockkit_refused import BlockKitRefused
from bot.sandbox.blockkit_shapes import complaint, plain_shape, text

LARGEST_METADATA = 8_000
"""Bytes of JSON. Slack has a limit and does not say which; who stores ids only stays far below."""


def _payload(value: Any, at: str) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield complaint("must provide an object", at)


def _entities(value: Any, at: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield complaint("must provide an array", at)


_METADATA = plain_shape({"event_type": text(), "event_payload": _payload}, {"entities": _entities})


def check_metadata(metadata: Any) -> None:
    if metadata is None:
        return
    details = list(_METADATA(metadata, "/metadata"))
    if details:
        raise BlockKitRefused("invalid_metadata_format", details)
    details = list(_odd_values(metadata["event_payload"], "/metadata/event_payload"))
    if details:
        raise BlockKitRefused("invalid_metadata_schema", details)
    size = len(json.dumps(metadata, ensure_ascii=False).encode(errors="surrogatepass"))
    if size > LARGEST_METADATA:
        raise BlockKitRefused(
            "metadata_too_large", [complaint(f"{size} bytes are too many", "/metadata")]
        )


def _odd_values(payload: Mapping[str, Any], at: str) -> Iterator[str]:
    """Values are strings, numbers or booleans, flat objects of these, or lists of such objects."""
    for key, value in payload.items():
        flat = value if isinstance(value, list) else [value]
        for part in flat:
            listed = isinstance(value, list)
            if not (_is_flat(part) or (not listed and isinstance(part, (str, int, float)))):
                yield complaint("must be a string, number, boolean or flat object", f"{at}/{key}")


def _is_flat(value: Any) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(part, (str, int, float)) for part in value.values()
    )
