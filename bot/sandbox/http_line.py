"""Events, commands and interactions sent to the bot as signed HTTP requests."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.sandbox.heard import Heard

Json = dict[str, Any]

PATIENCE = 3.0
FORM = "application/x-www-form-urlencoded"
REASONS = {"timeout": "http_timeout", "connection": "connection_failed", "status": "http_error"}


def signed(secret: str, body: str, at: int) -> dict[str, str]:
    """The headers by which a receiver knows that Slack sent this body."""
    text = f"v0:{at}:{body}".encode()
    signature = hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(at), "X-Slack-Signature": f"v0={signature}"}


class HttpLine:
    """The way to one request URL."""

    def __init__(self, url: str, secret: str, patience: float = PATIENCE) -> None:
        self.url = url
        self.patience = patience
        self._secret = secret
        self._session: aiohttp.ClientSession | None = None

    async def event(self, payload: Json, retries: int, reason: str) -> Heard:
        more = {"Content-Type": "application/json"}
        if retries:
            more |= {"X-Slack-Retry-Num": str(retries), "X-Slack-Retry-Reason": reason}
        return await self._post(json.dumps(payload), more)

    async def command(self, payload: Json) -> Heard:
        return await self._post(urlencode(payload), {"Content-Type": FORM})

    async def interaction(self, payload: Json) -> Heard:
        body = urlencode({"payload": json.dumps(payload)})
        return await self._post(body, {"Content-Type": FORM})

    async def _post(self, body: str, headers: dict[str, str]) -> Heard:
        headers = headers | signed(self._secret, body, int(time.time()))
        if self._session is None:
            self._session = aiohttp.ClientSession()
        timeout = aiohttp.ClientTimeout(total=self.patience)
        try:
            async with self._session.post(
                self.url, data=body.encode(), headers=headers, max_redirects=2, timeout=timeout
            ) as response:
                return _heard(response.status, response.headers, await response.text())
        except TimeoutError:
            return Heard("timeout", reason=REASONS["timeout"])
        except aiohttp.ClientError:
            return Heard("error", reason=REASONS["connection"])

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def _heard(status: int, headers: Any, text: str) -> Heard:
    if not 200 <= status < 300:
        final = headers.get("X-Slack-No-Retry") == "1"
        return Heard("error", reason=REASONS["status"], final=final)
    if not text.strip():
        return Heard("ok")
    try:
        body = json.loads(text)
    except json.JSONDecodeError:
        body = {"text": text}
    return Heard("ok", body=body if isinstance(body, dict) else {"text": text})
