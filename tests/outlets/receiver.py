"""A program that receives webhooks: it verifies each, and works on each id once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiohttp import web
from standardwebhooks.webhooks import Webhook as Verifier

from tests.outlets.delivering import SECRET


class Receiver:
    def __init__(self) -> None:
        self.seen: dict[str, Any] = {}
        self.requests: list[web.Request] = []
        self.status = 204
        self.headers: dict[str, str] = {}
        self.on: Callable[[str], None] = lambda phase: None

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        body = await request.read()
        told = Verifier(SECRET).verify(body, dict(request.headers))
        self.on("before effect")
        if self.status < 300:
            self.seen.setdefault(request.headers["webhook-id"], told)
        self.on("after effect")
        return web.Response(status=self.status, headers=self.headers)

    def texts(self) -> list[str]:
        return [told["data"]["text"] for told in self.seen.values()]
