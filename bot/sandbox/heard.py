"""What came back from the bot for one event, command or interaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Status = Literal["ok", "timeout", "error"]


@dataclass(frozen=True)
class Heard:
    """`counts` is False when the attempt should not use up one of an event's retries.

    `final` when the bot asked not to be told again.
    """

    status: Status
    body: dict[str, Any] | None = None
    reason: str = ""
    counts: bool = True
    final: bool = False
