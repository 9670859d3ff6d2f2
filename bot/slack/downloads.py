"""Fetching a file that was posted in Slack, with the bot's token, from Slack's own hosts only."""

from __future__ import annotations

import re
import time
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.response.outcomes import Busy, Refused
from bot.telemetry.metrics import Metrics

DOWNLOAD = "download"
WHOLE = 60.0
"""Seconds for a whole file; a silence ends it sooner."""
CHUNK = 64 * 1024
_ODD = re.compile(r"[\s\\@]")
"""What makes two readers of an address see two hosts."""


class Downloads:
    def __init__(
        self, client: AsyncWebClient, session: aiohttp.ClientSession, metrics: Metrics
    ) -> None:
        self._client = client
        self._session = session
        self._metrics = metrics
        silence = session.timeout.total
        self._timeout = aiohttp.ClientTimeout(WHOLE, sock_connect=silence, sock_read=silence)

    async def get(self, url: str, limit: int) -> bytes | None:
        """None when it is larger than `limit` bytes. Raises Busy or Refused."""
        if not is_slacks_own(url, self._client.base_url):
            raise Refused(DOWNLOAD, "not_from_slack")
        started, outcome = time.monotonic(), "busy"
        try:
            content = await self._fetched(url, limit)
            outcome = "ok"
        except Refused as refused:
            outcome = refused.why
            raise
        finally:
            self._metrics.slack_call(DOWNLOAD, outcome, time.monotonic() - started)
        return content

    async def _fetched(self, url: str, limit: int) -> bytes | None:
        headers = {"Authorization": f"Bearer {self._client.token}"}
        try:
            async with self._session.get(
                url, headers=headers, timeout=self._timeout, allow_redirects=False
            ) as answer:
                _require_file(answer)
                return await _body(answer, limit)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Busy(DOWNLOAD, type(error).__name__) from error


def _require_file(answer: aiohttp.ClientResponse) -> None:
    """Whoever may not read files is sent to the page on which people sign in, with status 200.

    A file that is not found was perhaps deleted just now: Slack's next word about it tells.
    """
    if answer.status in (404, 429) or answer.status >= 500:
        raise Busy(DOWNLOAD, f"http_{answer.status}")
    if answer.status < 400 and (answer.status != 200 or answer.content_type == "text/html"):
        raise Refused(DOWNLOAD, "missing_scope")
    if answer.status != 200:
        raise Refused(DOWNLOAD, f"http_{answer.status}")


async def _body(answer: aiohttp.ClientResponse, limit: int) -> bytes | None:
    parts, size = [], 0
    async for part in answer.content.iter_chunked(CHUNK):
        size += len(part)
        if size > limit:
            return None
        parts.append(part)
    return b"".join(parts)


def is_slacks_own(url: str, api: str) -> bool:
    """Of the same scheme, port and host as the API, or of a host below it: files.slack.com."""
    try:
        asked, own = _place(url), _place(api)
    except ValueError:  # no address
        return False
    home = own[1].removeprefix("www.")
    near = asked[1] == home or asked[1].endswith(f".{home}")
    return near and asked[::2] == own[::2] and not _ODD.search(url)


def _place(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port
