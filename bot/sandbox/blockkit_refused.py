"""How a message or a view is refused."""

from __future__ import annotations

from collections.abc import Iterable


class BlockKitRefused(Exception):
    """Slack's error code, and what it puts into `response_metadata.messages`.

    Each of these sentences ends in a pointer to the place meant.
    """

    def __init__(self, code: str, details: Iterable[str] = ()) -> None:
        self.code = code
        self.details = [f"[ERROR] {sentence}" for sentence in details]
        super().__init__("\n".join([code, *self.details]))
