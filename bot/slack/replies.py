"""Answers through a response_url: five uses, thirty minutes, seen by one person."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import aiohttp

from bot.response.outcomes import Busy, Unclear
from bot.telemetry.metrics import Metrics


class Replies:
    def __init__(self, session: aiohttp.ClientSession, metrics: Metrics) -> None:
        self._session = session
        self._metrics = metrics

    async def post(self, url: str, answer: Mapping[str, Any], *, replace: bool = False) -> bool:
        """False when Slack takes no more answers there; raises Busy or Unclear otherwise."""
        body = {"response_type": "ephemeral", "replace_original": replace, **answer}
        started = time.monotonic()
        outcome = "unclear"
        try:
            status = await self._send(url, body)
            outcome = "ok" if status < 400 else f"http_{status}"
        finally:
            self._metrics.slack_call("response_url", outcome, time.monotonic() - started)
        if status == 429:
            raise Busy("response_url", "ratelimited", 1.0)
        if status >= 500:
            raise Unclear("response_url", outcome)
        return status < 400

    async def _send(self, url: str, body: Mapping[str, Any]) -> int:
        try:
            async with self._session.post(url, json=body) as response:
                return response.status
        except aiohttp.ClientConnectorError as error:
            raise Busy("response_url", type(error).__name__) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unclear("response_url", type(error).__name__) from error
