"""From a Socket Mode envelope to Bolt, and from Bolt's answer to the ack."""

from __future__ import annotations

import json

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack.socket_wire import Ack, SocketRequest


class Inbound:
    def __init__(self, app: AsyncApp) -> None:
        self._app = app

    async def __call__(self, request: SocketRequest) -> Ack | None:
        """None: no ack goes out, and Slack repeats what it repeats."""
        asked = AsyncBoltRequest(mode="socket_mode", body=request.payload)
        answer = await self._app.async_dispatch(asked)
        return _ack(answer) if answer.status == 200 else None


def _ack(answer: BoltResponse) -> Ack:
    if not answer.body:
        return Ack()
    content_type = answer.first_headers().get("content-type", "")
    if content_type.startswith("application/json"):
        return Ack(json.loads(answer.body))
    return Ack({"text": answer.body})
