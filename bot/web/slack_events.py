"""What Slack sends over HTTP: refused unless it is signed, then handed to Bolt."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_internals import build_async_context
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.telemetry.logs import logger
from bot.telemetry.metrics import Metrics
from bot.web.signature import genuine, well_formed

Dispatch = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"

log = logger(__name__)


class NotUnderstood(Exception):
    """The request is from Slack, and is none that Slack is known to send."""


class SlackEvents:
    """`receive` is the handler of POST /slack/events."""

    def __init__(self, *, signing_secret: str, dispatch: Dispatch, metrics: Metrics) -> None:
        self._secret = signing_secret
        self._dispatch = dispatch
        self._metrics = metrics

    async def receive(self, request: web.Request) -> web.StreamResponse:
        started = time.monotonic()
        timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if not well_formed(timestamp, signature, time.time()):
            return web.Response(status=401)
        body = await request.read()
        if not genuine(self._secret, timestamp, signature, body):
            return web.Response(status=401)
        try:
            understood = read(body, request.content_type, request.headers)
        except NotUnderstood as why:
            log.warning("a signed request was not understood", why=str(why))
            return web.Response(status=400)
        return await self._answer(understood, started)

    async def _answer(self, request: AsyncBoltRequest, started: float) -> web.StreamResponse:
        answer = await self._dispatch(request)
        seconds = time.monotonic() - started
        self._metrics.answered("http", _kind(request.body), answer.status == 200, seconds)
        return await to_aiohttp_response(answer)


def read(body: bytes, content_type: str, headers: Mapping[str, str]) -> AsyncBoltRequest:
    """The request as Bolt shall see it. Raises NotUnderstood."""
    try:
        text = body.decode()
        if content_type == _JSON:
            parsed = json.loads(text)
        elif content_type == _FORM:
            parsed = _form(text)
        else:
            raise NotUnderstood("content type")
    except (ValueError, RecursionError) as error:
        raise NotUnderstood(type(error).__name__) from None
    if not isinstance(parsed, dict):
        raise NotUnderstood("not an object")
    return _for_bolt(text, parsed, headers)


def _form(text: str) -> Any:
    fields = dict(parse_qsl(text, keep_blank_values=True))
    if "command" not in fields and "payload" in fields:
        return json.loads(fields["payload"])
    return fields


def _for_bolt(text: str, parsed: dict[str, Any], headers: Mapping[str, str]) -> AsyncBoltRequest:
    """Bolt takes a command whose text contains "payload" for a button press with none.

    So its reading of the body is not used; ours takes its place, with the context made from it.
    """
    request = AsyncBoltRequest(body="", headers={**headers})
    request.raw_body = text
    request.body = parsed
    request.context = build_async_context(AsyncBoltContext({}), parsed)
    return request


def _kind(body: Mapping[str, Any]) -> str:
    """By the names that Socket Mode has for them."""
    if "command" in body:
        return "slash_commands"
    return "events_api" if "event" in body else "interactive"
