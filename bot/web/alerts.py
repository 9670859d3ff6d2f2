"""What monitoring tools send: believed if it is proved, read, and answered when it is committed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from bot.alerts.errors import AlertRefused, NotGenuine, UnknownShape
from bot.alerts.proof import is_genuine
from bot.alerts.request import Request
from bot.alerts.senders import Parse
from bot.incident.alert import Delivery
from bot.response.ports import LedgerDown
from bot.telemetry.logs import logger
from bot.telemetry.metrics import Metrics
from bot.web.alert_limit import Limit
from bot.web.alert_reading import read

BODY_SECONDS = 10.0
"""In which a body has to be here."""
AGAIN = 5
"""Seconds after which it is worth while to send again what could not be committed."""
BY_QUERY = frozenset({"uptimerobot"})
"""Who may send all in the address, by GET."""

Keep = Callable[[str, Delivery], Awaitable[None]]
"""Returns when it is committed. Raises LedgerDown."""
KeepUnread = Callable[[str, Request, str], Awaitable[None]]
Vouch = Callable[[str, Request], Awaitable[None]]
"""What else has to be proved; raises NotGenuine, or AskAgain where nobody can say now."""

log = logger(__name__)


class AskAgain(Exception):
    """Just now nobody can say whether it may be believed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AlertHooks:
    """`receive` is the handler of /alerts/{source}, with a secret after it or without."""

    parsers: Callable[[], Mapping[str, Parse]]
    secrets_of: Callable[[str], Sequence[str]]
    keep: Keep
    keep_unread: KeepUnread
    vouch: Vouch
    failure_of: Callable[[Awaitable[None]], Awaitable[Exception | None]]
    """What something failed with, unless that is LedgerDown, which it raises."""
    limit: Limit
    metrics: Metrics

    async def receive(self, request: web.Request) -> web.StreamResponse:
        source = request.match_info["source"]
        answer = await self._answer(source, request)
        known = source if source in self.parsers() else "unknown"
        self.metrics.alert_request(known, answer.status)
        return answer

    async def _answer(self, source: str, request: web.Request) -> web.Response:
        if source not in self.parsers():
            return _said(404, "There is no such sender.")
        if request.method == "GET" and source not in BY_QUERY:
            return _said(405, "Send it by POST.", Allow="POST")
        if pause := self.limit.pause(source):
            return _said(429, "Too many requests.", **{"Retry-After": str(pause)})
        try:
            async with asyncio.timeout(BODY_SECONDS):
                sent = _request(request, await request.read())
        except TimeoutError:
            return _said(408, "The body did not come.")
        except web.RequestPayloadError:
            return _said(400, "The body is not encoded as it says.")
        if not is_genuine(source, sent, self.secrets_of(source), time.time()):
            return _said(401, "This is not proved to be from whom it says it is.")
        try:
            return await self._taken(source, sent)
        except LedgerDown:
            return _said(503, "Not recorded, send it again.", **{"Retry-After": str(AGAIN)})

    async def _taken(self, source: str, sent: Request) -> web.Response:
        failure = await self.failure_of(self._take(source, sent))
        match failure:
            case None:
                return web.json_response({"status": "ok"})
            case AskAgain():
                return _said(429, "It cannot be checked now.", **{"Retry-After": str(AGAIN)})
            case NotGenuine():
                return _said(401, str(failure))
            case AlertRefused():
                await self.keep_unread(source, sent, str(failure))
                return _kept() if isinstance(failure, UnknownShape) else _said(400, str(failure))
        log.error("an alert could not be taken in", source=source, exc_info=failure)
        await self.keep_unread(source, sent, f"It failed: {type(failure).__name__}.")
        return _kept()

    async def _take(self, source: str, sent: Request) -> None:
        await self.vouch(source, sent)
        await self.keep(source, read(self.parsers()[source], sent))


def _request(request: web.Request, body: bytes) -> Request:
    headers = {name.lower(): value for name, value in request.headers.items()}
    query, secret = dict(request.query), request.match_info.get("secret", "")
    return Request(headers=headers, body=body, query=query, path_secret=secret)


def _kept() -> web.Response:
    """Sent again it would be no better, and some senders give up after a refusal."""
    told = "This was not understood; `incident-bot alerts unread` shows it."
    return web.json_response({"status": "kept", "told": told}, status=202)


def _said(status: int, told: str, **headers: str) -> web.Response:
    return web.json_response({"error": told}, status=status, headers=headers)
