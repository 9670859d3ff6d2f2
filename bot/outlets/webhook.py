"""A kind of effect: an update as a signed webhook; the receiver drops what it has seen."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from standardwebhooks.webhooks import Webhook as Signer

from bot.incident.audience import Webhook
from bot.outlets.http import Http
from bot.response.effects import Order, Repeats, Result
from bot.response.ports import UnitOfWork
from bot.response.update_delivery import forget_words
from bot.response.update_guard import Guard
from bot.shipped import bot_version

VERSION = 1
TYPE = "incident.update"
WHAT = "webhook"


class SignedWebhook:
    repeats = Repeats.SAME_AGAIN
    edited = False

    def __init__(
        self,
        guard: Guard,
        http: Http,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`now`: real time, against which the receiver holds the signature's."""
        self._guard = guard
        self._http = http
        self._now = now

    async def deliver(self, order: Order) -> Result:
        place = self._guard.place(order, Webhook)
        secret = self._guard.secret(place.secret_from)
        body = json.dumps(told(order.content))
        headers = signed(secret, order.effect.id, self._now(), body)
        await self._http.send(WHAT, str(place.url), body.encode(), headers)
        return {}

    async def look_up(self, order: Order) -> Result | None:
        """It is sent again: the receiver knows it by its id."""
        return None

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        await forget_words(work, order.effect)


def told(said: Mapping[str, str]) -> dict[str, object]:
    """The body; docs/audiences.md describes it to those who receive it."""
    incident = ("reference", "title", "status", "severity", "started")
    return {
        "type": TYPE,
        "timestamp": said["at"],
        "data": {
            "version": VERSION,
            "audience": said["audience"],
            "moment": said["moment"],
            "incident": {name: said.get(name) for name in incident},
            "subject": said["subject"],
            "text": said["plain"],
            "html": said["html"],
            "next_update_at": said.get("next_update_at"),
        },
    }


def signed(secret: str, id: str, at: datetime, body: str) -> dict[str, str]:
    return {
        "webhook-id": id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Signer(secret).sign(id, at, body),
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"incident-bot/{bot_version()}",
    }
