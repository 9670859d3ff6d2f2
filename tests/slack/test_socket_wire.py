"""Only what is a message of the protocol is taken for one."""

from __future__ import annotations

import json

import pytest

from bot.slack.socket_wire import Ack, Goodbye, Hello, SocketRequest, read


def test_an_envelope_is_read_with_its_retries() -> None:
    envelope = {
        "type": "events_api",
        "envelope_id": "e1",
        "payload": {"event": {}},
        "retry_attempt": 2,
        "retry_reason": "timeout",
        "accepts_response_payload": False,
    }

    assert read(json.dumps(envelope)) == SocketRequest(
        kind="events_api",
        envelope_id="e1",
        payload={"event": {}},
        retry_attempt=2,
        retry_reason="timeout",
    )


def test_a_first_delivery_has_no_retries() -> None:
    request = read('{"type": "interactive", "envelope_id": "e", "payload": {}}')

    assert isinstance(request, SocketRequest)
    assert (request.retry_attempt, request.retry_reason) == (0, "")


def test_hello_and_goodbye_are_told_apart() -> None:
    assert read('{"type": "hello", "num_connections": 1}') == Hello()
    assert read('{"type": "disconnect", "reason": "warning"}') == Goodbye("warning")


@pytest.mark.parametrize(
    "text", ["", "ping", "[]", "7", "{}", '{"type": "x"}', '{"envelope_id": "e", "payload": 3}']
)
def test_anything_else_is_nothing(text: str) -> None:
    assert read(text) is None


def test_an_ack_has_a_payload_only_if_there_is_one() -> None:
    assert json.loads(Ack().to("e1")) == {"envelope_id": "e1"}
    assert json.loads(Ack({"text": "é"}).to("e1")) == {
        "envelope_id": "e1",
        "payload": {"text": "é"},
    }
