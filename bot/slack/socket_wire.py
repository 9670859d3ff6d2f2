"""What travels over a Socket Mode connection, as types."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hello:
    """The first message of a connection that works."""


@dataclass(frozen=True, slots=True)
class Goodbye:
    """Slack is about to close this connection."""

    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SocketRequest:
    """`kind`: events_api, slash_commands or interactive."""

    kind: str
    envelope_id: str
    payload: Json
    retry_attempt: int = 0
    """0 at the first delivery."""
    retry_reason: str = ""


@dataclass(frozen=True, slots=True)
class Ack:
    """Tells Slack that a request is done with; `payload` is what the person is shown."""

    payload: Json | None = None

    def to(self, envelope_id: str) -> str:
        message: Json = {"envelope_id": envelope_id}
        if self.payload is not None:
            message["payload"] = self.payload
        return json.dumps(message)


def read(text: str) -> Hello | Goodbye | SocketRequest | None:
    """None for what is no message of this protocol; Slack now and then sends such."""
    try:
        message = json.loads(text)
    except ValueError:
        return None
    if not isinstance(message, dict):
        return None
    if message.get("type") == "hello":
        return Hello()
    if message.get("type") == "disconnect":
        return Goodbye(str(message.get("reason")))
    return _request(message)


def _request(message: Json) -> SocketRequest | None:
    envelope, payload = message.get("envelope_id"), message.get("payload")
    if not isinstance(envelope, str) or not isinstance(payload, dict):
        return None
    return SocketRequest(
        kind=str(message.get("type")),
        envelope_id=envelope,
        payload=payload,
        retry_attempt=int(message.get("retry_attempt") or 0),
        retry_reason=str(message.get("retry_reason") or ""),
    )
