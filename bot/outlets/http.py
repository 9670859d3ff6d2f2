"""Calls to other people's servers: no redirects, limited answers, and what a failure means."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from bot.response.outcomes import Busy, NotDone, Refused, Unclear

LONGEST_PAUSE = 3600.0
"""Seconds; whoever asks for more is asked again after this."""
LONGEST_ANSWER = 8_000_000
_BUSY = frozenset({408, 420, 425, 429})
_LATER = 503


class Http:
    def __init__(self, session: aiohttp.ClientSession, timeout: float) -> None:
        """`timeout`: seconds for one call with its answer."""
        self._session = session
        self._seconds = timeout
        self._timeout = aiohttp.ClientTimeout(total=timeout)

    @asynccontextmanager
    async def together(self, what: str) -> AsyncIterator[None]:
        """Several calls that may take no longer than one: what is cut off is looked up later."""
        try:
            async with asyncio.timeout(self._seconds):
                yield
        except TimeoutError as error:
            raise Unclear(what, "TimeoutError") from error

    async def send(self, what: str, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        """POST, whatever is answered. Raises Busy, Unclear or Refused."""
        await self._call(what, "POST", url, body, headers)

    async def fetch(self, what: str, url: str) -> bytes:
        """GET. Raises Busy, Unclear or Refused."""
        return await self._call(what, "GET", url, None, {})

    async def ask(
        self, what: str, method: str, url: str, headers: Mapping[str, str], body: Any = None
    ) -> Any:
        """What the answer holds as JSON. Raises Busy, Unclear or Refused."""
        sent = None if body is None else json.dumps(body).encode()
        typed = {**headers, "Content-Type": "application/json", "Accept": "application/json"}
        answer = await self._call(what, method, url, sent, typed)
        try:
            return json.loads(answer)
        except ValueError as error:
            raise Unclear(what, "answer_is_no_json") from error

    async def _call(
        self, what: str, method: str, url: str, body: bytes | None, headers: Mapping[str, str]
    ) -> bytes:
        try:
            async with self._session.request(
                method,
                url,
                data=body,
                headers=headers,
                timeout=self._timeout,
                allow_redirects=False,
            ) as response:
                failure = classed(what, response.status, response.headers.get("Retry-After"))
                if failure is not None:
                    raise failure
                return await _limited(what, response)
        except aiohttp.ClientConnectorError as error:
            raise Busy(what, type(error).__name__) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unclear(what, type(error).__name__) from error


def classed(what: str, status: int, retry_after: str | None = None) -> NotDone | None:
    """None when all is well. A redirect is a refusal: it would lead to where nobody configured."""
    if 200 <= status < 300:
        return None
    why = f"http_{status}"
    if status in _BUSY or (status == _LATER and retry_after):
        return Busy(what, why, seconds_of(retry_after))
    if status >= 500:
        return Unclear(what, why)
    return Refused(what, why)


def seconds_of(retry_after: str | None, now: datetime | None = None) -> float | None:
    """Seconds or a date, as the header may hold either; None when it says nothing."""
    said = (retry_after or "").strip()
    if said.isdecimal():
        return min(float(said), LONGEST_PAUSE)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    left = (until - (now or datetime.now(UTC))).total_seconds()
    return min(max(left, 0.0), LONGEST_PAUSE)


async def _limited(what: str, response: aiohttp.ClientResponse) -> bytes:
    answer = bytearray()
    async for chunk in response.content.iter_chunked(65_536):
        answer += chunk
        if len(answer) > LONGEST_ANSWER:
            raise Unclear(what, "answer_too_long")
    return bytes(answer)
