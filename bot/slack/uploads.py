"""Putting a file where Slack wants it; nobody sees it before it is shared."""

from __future__ import annotations

import time

import aiohttp

from bot.response.outcomes import Busy, Refused
from bot.slack.gateway import Gateway
from bot.telemetry.metrics import Metrics

UPLOAD = "upload"
WHOLE = 60.0
"""Seconds in which a file has to be there, however large; a silence ends it sooner."""


class Uploads:
    def __init__(self, gateway: Gateway, session: aiohttp.ClientSession, metrics: Metrics) -> None:
        self._gateway = gateway
        self._session = session
        self._metrics = metrics
        silence = session.timeout.total
        self._timeout = aiohttp.ClientTimeout(WHOLE, sock_connect=silence, sock_read=silence)

    async def put(self, name: str, content: bytes) -> str:
        """The id by which it can be shared. What fails here has shown nothing, and may be done
        again.
        """
        place = await self._gateway.call(
            "files.getUploadURLExternal", filename=name, length=len(content)
        )
        started, outcome = time.monotonic(), "busy"
        try:
            status = await self._send(str(place["upload_url"]), content)
            outcome = "ok" if status == 200 else f"http_{status}"
        finally:
            self._metrics.slack_call(UPLOAD, outcome, time.monotonic() - started)
        if status >= 500 or status == 429:
            raise Busy(UPLOAD, outcome)
        if status != 200:
            raise Refused(UPLOAD, outcome)
        return str(place["file_id"])

    async def _send(self, url: str, content: bytes) -> int:
        try:
            async with self._session.post(
                url, data=content, timeout=self._timeout, allow_redirects=False
            ) as response:
                return response.status
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Busy(UPLOAD, type(error).__name__) from error
