"""One call of the Web API: what was asked, what became of it, and how it is refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Phase = Literal["before effect", "after effect"]


@dataclass
class Call:
    """A Web API call as it was received.

    `outcome` is "ok", Slack's error code, "http 500", "dropped", "timeout", or "pending".
    """

    method: str
    arguments: dict[str, Any]
    at: float
    outcome: str = "pending"


class Refused(Exception):
    """Slack answers `{"ok": false, "error": code}`; details become response_metadata.messages."""

    def __init__(self, code: str, details: Iterable[str] = (), **more: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = list(details)
        self.more = more

    def answer(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error": self.code, **self.more}
        if self.details:
            answer["response_metadata"] = {"messages": self.details}
        return answer
