"""An incident, an audience and its places: what a delivery is carried out with."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web

from bot.incident.audience import Audience, AudienceKind, Destination
from bot.incident.effect import Effect, EffectId
from bot.incident.ids import IncidentId
from bot.incident.incident import Incident
from bot.incident.policy import Policy
from bot.incident.service import Service
from bot.incident.updates import Choice, Told, Updates
from bot.response.effects import Order
from bot.response.update_guard import Guard
from tests.outlets.hostile import EVIL
from tests.storage.values import NOW, incident

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
KEY = "0123-4567-89ab"
SECRETS = {"WEBHOOK_SECRET": SECRET, "STATUSPAGE_KEY": KEY, "SMTP_PASSWORD": "hunter2"}
SAID = {
    "nth": "1",
    "audience": "partners",
    "destination": "",
    "moment": "update",
    "status": "investigating",
    "title": "Checkout is failing",
    "reference": "INC-42",
    "subject": "INC-42 Investigating: Checkout is failing",
    "plain": "Status: investigating",
    "html": "<p>Status: investigating</p>",
    "at": NOW.isoformat(),
}


def guard(place: Destination, **policy: Any) -> Guard:
    audience = Audience(key="partners", kind=AudienceKind.CUSTOMERS, destinations=(place,))
    services = (Service(key="checkout"), Service(key="search"))
    current = Policy(audiences=(audience,), services=services, **policy)
    return Guard(lambda: current, SECRETS.get)


def order(
    place: Destination,
    update: str = "U1",
    about: Incident | None = None,
    results: Mapping[str, Mapping[str, str]] | None = None,
    words: Mapping[str, str] | None = None,
    **said: str,
) -> Order:
    content = {**SAID, "destination": place.key, **(words or {}), **said}
    effect = Effect(
        id=EffectId(f"effect-of-{update}"),
        incident=IncidentId("incident-1"),
        key=f"update:{update}:partners:{place.key}",
        wanted="",
        first_attempt_at=NOW,
        detail=content,
    )
    return Order(about or incident(), effect, content, results or {})


def private(*, listed: bool) -> Incident:
    """A private incident, of which the partners may or may not be told."""
    choice = Choice(told=True, by=None, at=NOW, private=True)
    told = {"partners": Told(choice=choice)} if listed else {}
    return incident(private=True, updates=Updates(told=told))


HOSTILE = {"subject": EVIL, "title": EVIL, "plain": EVIL, "html": EVIL}

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def http_server(answer: Answer) -> AsyncIterator[str]:
    """The address of a server on loopback, without a slash at its end."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as opened:
        yield opened
