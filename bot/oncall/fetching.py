"""Asking other people's servers: bounded in time and size, and never telling the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp

from bot.response.outcomes import Busy, Refused, Unclear

PATIENCE = 10.0
"""Seconds for a whole answer."""
MOST_BYTES = 1_000_000
"""Of an answer. Real feeds have a tenth of that."""
_MOST_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Page:
    """`text`: None when it is as it was, by what the server said (304)."""

    text: str | None
    etag: str = ""
    modified: str = ""


class Fetcher:
    def __init__(
        self, session: aiohttp.ClientSession, *, patience: float = PATIENCE, most: int = MOST_BYTES
    ) -> None:
        self._session = session
        self._timeout = aiohttp.ClientTimeout(total=patience)
        self._most = most

    async def get(
        self,
        what: str,
        url: str,
        *,
        headers: Mapping[str, str] = {},
        query: Mapping[str, str | list[str]] | None = None,
    ) -> Page:
        """Once. Raises NotDone, in which `what` stands for the address: that may be a secret."""
        try:
            async with self._session.get(
                url,
                headers=headers,
                params=_pairs(query),
                timeout=self._timeout,
                max_redirects=_MOST_REDIRECTS,
            ) as answer:
                return await self._page(what, answer)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise Unclear(what, type(error).__name__) from None

    async def _page(self, what: str, answer: aiohttp.ClientResponse) -> Page:
        if answer.status == 304:
            return Page(None)
        _require_well(what, answer)
        body = bytearray()
        async for chunk in answer.content.iter_chunked(65_536):
            body += chunk
            if len(body) > self._most:
                raise Refused(what, f"more than {self._most // 1000} kB")
        text = body.decode(answer.charset or "utf-8-sig", errors="replace")
        headers = answer.headers
        return Page(text, headers.get("ETag", ""), headers.get("Last-Modified", ""))


def _require_well(what: str, answer: aiohttp.ClientResponse) -> None:
    if answer.status == 429:
        raise Busy(what, "http_429")
    if answer.status >= 500:
        raise Unclear(what, f"http_{answer.status}")
    if answer.status != 200:
        raise Refused(what, f"http_{answer.status}")


def _pairs(query: Mapping[str, str | list[str]] | None) -> list[tuple[str, str]]:
    return [
        (name, one)
        for name, value in (query or {}).items()
        for one in ([value] if isinstance(value, str) else value)
    ]
