"""A server on this machine that takes pages as PagerDuty and programs of one's own do."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from bot.sandbox.call import Phase

PAGER_KEY = "r0uting-key-0123456789abcdef"
SIGNING_KEY = "whsec_c2lnbmluZy1rZXktZm9yLXRlc3RzLW9ubHktMDE="
_STATES = {"trigger": "triggered", "acknowledge": "acknowledged", "resolve": "resolved"}


Strike = Callable[[str, Phase], None]
"""Told of each action before and after it is taken; a ConnectionError breaks it off there."""


@dataclass
class Pager:
    """What it was told stays; `troubles` are answered first, one call each."""

    url: str = ""
    events: list[dict[str, Any]] = field(default_factory=list)
    """Taken events of PagerDuty, in their order."""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """Taken webhooks: id and body; those that came twice are there once."""
    refused: list[str] = field(default_factory=list)
    troubles: list[web.Response | str] = field(default_factory=list)
    requests: int = 0
    strike: Strike = lambda action, phase: None

    @property
    def config(self) -> str:
        return f"page_webhook: {{url: '{self.url}/hook', secret_from: PAGER_SECRET}}\n"

    def actions(self, page: str | None = None) -> list[str]:
        """What was done with a page, or with all of them, as PagerDuty was told it."""
        return [e["event_action"] for e in self.events if page in (None, e["dedup_key"])]

    @property
    def keys(self) -> list[str]:
        """Of the pages it knows, each once."""
        return list(dict.fromkeys(event["dedup_key"] for event in self.events))

    def states(self) -> dict[str, str]:
        """As PagerDuty would have them: what was resolved stays so."""
        known: dict[str, str] = {}
        for event in self.events:
            key, action = event["dedup_key"], event["event_action"]
            if action == "trigger" or key in known:
                known[key] = _STATES[action] if known.get(key) != "resolved" else "resolved"
        return known

    def troubled(self, status: int, **headers: str) -> None:
        self.troubles.append(web.Response(status=status, headers=headers))

    def cut_off(self) -> None:
        """The next call is taken, and its answer lost."""
        self.troubles.append("cut off")

    async def enqueue(self, request: web.Request) -> web.StreamResponse:
        event = await request.json()
        lost = await self._trouble()
        if isinstance(lost, web.Response):
            return lost
        if event["routing_key"] != PAGER_KEY or not _is_sound(event):
            self.refused.append("invalid event")
            return web.json_response({"status": "invalid event"}, status=400)
        self.strike(event["event_action"], "before effect")
        self.events.append(event)
        self.strike(event["event_action"], "after effect")
        if lost:
            _break(request)
        return web.json_response({"status": "success", "dedup_key": event["dedup_key"]}, status=202)

    async def hook(self, request: web.Request) -> web.StreamResponse:
        body = await request.text()
        lost = await self._trouble()
        if isinstance(lost, web.Response):
            return lost
        try:
            Webhook(SIGNING_KEY).verify(body, dict(request.headers))
        except WebhookVerificationError as error:
            self.refused.append(str(error))
            return web.Response(status=401)
        id, action = request.headers["webhook-id"], json.loads(body)["type"].partition(".")[2]
        self.strike(action, "before effect")
        if id not in [known for known, _ in self.calls]:
            self.calls.append((id, json.loads(body)))
        self.strike(action, "after effect")
        if lost:
            _break(request)
        return web.Response(status=204)

    async def _trouble(self) -> web.Response | str | None:
        self.requests += 1
        return self.troubles.pop(0) if self.troubles else None


def _is_sound(event: dict[str, Any]) -> bool:
    if event["event_action"] != "trigger":
        return event["event_action"] in _STATES
    payload = event["payload"]
    levels = {"critical", "error", "warning", "info"}
    return bool(payload["summary"] and payload["source"]) and payload["severity"] in levels


def _break(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


@asynccontextmanager
async def pager() -> AsyncIterator[Pager]:
    taken, app = Pager(), web.Application()
    app.router.add_post("/v2/enqueue", taken.enqueue)
    app.router.add_post("/hook", taken.hook)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    taken.url = f"http://{host}:{port}"
    try:
        yield taken
    finally:
        await runner.cleanup()
