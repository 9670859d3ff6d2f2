"""The one door to Slack's Web API; Slack's errors leave here as ours.

Nothing is retried in here: whether a call may be repeated is known to who made it.
"""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.response.outcomes import Busy, Gone, NotDone, Refused, Unclear
from bot.response.ports import Clock
from bot.telemetry.logs import logger
from bot.telemetry.metrics import Metrics

# Slack says these in a body with status 200 as well (slack.md 1.6).
_BUSY = frozenset(
    {
        "ratelimited",
        "rate_limited",
        "message_limit_exceeded",
        "too_many_requests",
        "team_added_to_org",
    }
)
# The call may have happened in part (slack.md 5.17).
_UNCLEAR = frozenset({"internal_error", "fatal_error", "request_timeout", "service_unavailable"})
_GONE = frozenset(
    {
        "message_not_found",
        "cant_update_message",
        "edit_window_closed",
        "block_mismatch",
        "not_found",
    }
)

log = logger(__name__)

MODEST_PAUSE = 1.0
"""Seconds to leave a method alone when Slack is busy and does not say for how long."""


class Gateway:
    def __init__(self, client: AsyncWebClient, clock: Clock, metrics: Metrics) -> None:
        """`client` has a shared session with its own timeout and no retry handlers."""
        self._client = client
        self._clock = clock
        self._metrics = metrics
        self._closed_until: dict[str, datetime] = {}
        self.scopes: frozenset[str] = frozenset()
        """Granted to the token, as the last answer said."""
        self.clock_skew: float | None = None
        """Seconds that this machine is ahead of Slack, as the last answer said."""

    async def call(self, method: str, **arguments: Any) -> Mapping[str, Any]:
        """One call, once. Raises Busy, Unclear, Gone or Refused."""
        door = f"{method} {arguments['channel']}" if method == "chat.postMessage" else method
        self._require_open(door, method)
        started = time.monotonic()
        try:
            answer = await self._send(method, arguments)
        except NotDone as failure:
            self._count(method, type(failure).__name__.lower(), started, why=failure.why)
            if isinstance(failure, Busy):
                self._close(door, failure.retry_after)
            raise
        self._count(method, "ok", started)
        return answer

    async def pages(self, method: str, items: str, **arguments: Any) -> AsyncIterator[Any]:
        """Each item of a reading method that answers in pages."""
        cursor = ""
        while True:
            more = {"cursor": cursor} if cursor else {}
            answer = await self.call(method, **arguments, **more)
            for item in answer.get(items, ()):
                yield item
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    async def _send(self, method: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        form = {name: _plain(value) for name, value in arguments.items() if value is not None}
        try:
            answer = await self._client.api_call(method, data=form)
        except SlackApiError as error:
            raise _classed(method, error) from error
        except aiohttp.ClientConnectorError as error:
            raise Busy(method, type(error).__name__) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unclear(method, type(error).__name__) from error
        self._learn(answer.headers or {})
        data: Mapping[str, Any] = answer.data  # type: ignore[assignment]
        return data

    def _learn(self, headers: Mapping[str, str]) -> None:
        if scopes := headers.get("x-oauth-scopes"):
            self.scopes = frozenset(scope.strip() for scope in scopes.split(","))
        if date := headers.get("date"):
            self.clock_skew = time.time() - parsedate_to_datetime(date).timestamp()

    def _require_open(self, door: str, method: str) -> None:
        until = self._closed_until.get(door)
        if until is None:
            return
        left = (until - self._clock.now()).total_seconds()
        if left > 0:
            raise Busy(method, "ratelimited", left)
        del self._closed_until[door]

    def _close(self, door: str, seconds: float | None) -> None:
        if seconds is not None:
            self._closed_until[door] = self._clock.now() + timedelta(seconds=seconds)

    def _count(self, method: str, outcome: str, started: float, **about: str) -> None:
        seconds = time.monotonic() - started
        self._metrics.slack_call(method, outcome, seconds)
        log.info("slack call", method=method, outcome=outcome, ms=round(seconds * 1000), **about)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def _classed(method: str, error: SlackApiError) -> NotDone:
    status = int(getattr(error.response, "status_code", None) or error.response.status)
    code = _code(error) or f"http_{status}"
    if status == 429 or code in _BUSY:
        return Busy(method, "ratelimited", _retry_after(error))
    if status >= 500 or code in _UNCLEAR or code.startswith("http_2"):
        return Unclear(method, code)
    return Gone(method, code) if code in _GONE else Refused(method, code)


def _code(error: SlackApiError) -> str | None:
    data = getattr(error.response, "data", None)
    return str(data["error"]) if isinstance(data, dict) and data.get("error") else None


def _retry_after(error: SlackApiError) -> float:
    headers: Mapping[str, str] = getattr(error.response, "headers", None) or {}
    said = {name.lower(): value for name, value in headers.items()}.get("retry-after", "")
    return float(said) if said.isdecimal() else MODEST_PAUSE
