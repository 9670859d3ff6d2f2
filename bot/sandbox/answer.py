"""What a person sees at once after a command, a button or a form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.heard import Heard, Status
from bot.sandbox.workspace import Message

Json = dict[str, Any]


@dataclass
class Answer:
    """`status` is "timeout" or "error" where Slack would show its own error, `problem` says which.

    `seconds` is real time; `errors` is field -> text; `message` the private answer, if any.
    """

    status: Status
    seconds: float
    body: Json = field(default_factory=dict)
    message: Message | None = None
    errors: dict[str, str] = field(default_factory=dict)
    problem: str = ""

    @property
    def text(self) -> str:
        return str(self.body.get("text") or "")

    @property
    def blocks(self) -> list[Json]:
        return list(self.body.get("blocks") or [])

    @property
    def response_action(self) -> str | None:
        return self.body.get("response_action")

    @classmethod
    def of(cls, heard: Heard, seconds: float) -> Answer:
        return cls(heard.status, seconds, heard.body or {}, problem=heard.reason)

    def fail(self, problem: str) -> Answer:
        self.status, self.problem = "error", problem
        return self
