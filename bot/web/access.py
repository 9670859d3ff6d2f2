"""The access log: which route, how it ended, how long it took. Never a path or a query."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.telemetry.logs import logger

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

# The platform asks these every few seconds.
_QUIET = frozenset({"healthz", "readyz", "metrics"})

log = logger(__name__)


@web.middleware
async def access_log(request: web.Request, handler: Handler) -> web.StreamResponse:
    started = time.monotonic()
    status = 500
    try:
        answer = await handler(request)
        status = answer.status
        return answer
    except web.HTTPException as refusal:
        status = refusal.status
        raise
    finally:
        _note(request, status, time.monotonic() - started)


def _note(request: web.Request, status: int, seconds: float) -> None:
    route = request.match_info.route.name or "unknown"
    tell = log.debug if route in _QUIET and status < 400 else log.info
    tell("request", route=route, method=request.method, status=status, seconds=round(seconds, 4))
