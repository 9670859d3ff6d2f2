"""A kind of effect: a page as a signed webhook, for a program that calls people by its own ways.

The receiver drops what it has had by `webhook-id`. One call follows another: trigger, acknowledge,
resolve.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.incident.policy import Policy
from bot.outlets.http import Http
from bot.outlets.pagerduty import room_url
from bot.outlets.webhook import signed
from bot.response.effects import Order, Repeats, Result
from bot.response.outcomes import Refused
from bot.response.ports import UnitOfWork
from bot.response.update_guard import NOT_SET

WHAT = "page webhook"
VERSION = 1
_SAID = ("reference", "private", "summary", "severity", "title", "who", "why", "people")


class PageWebhook:
    repeats = Repeats.SAME_AGAIN
    edited = True

    def __init__(
        self,
        http: Http,
        secret: Callable[[str], str | None],
        policy: Callable[[], Policy],
        site: str,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`now`: real time, against which the receiver holds the signature's."""
        self._http = http
        self._secret = secret
        self._policy = policy
        self._site = site
        self._now = now

    async def deliver(self, order: Order) -> Result:
        place = self._policy().escalation.webhook
        secret = self._secret(place.secret_from) if place else None
        if place is None or secret is None:
            raise Refused(WHAT, NOT_SET)
        said = order.content
        body = json.dumps(told(said, self._site), ensure_ascii=False)
        id = f"{said['page']}.{said['action']}"
        headers = signed(secret, id, self._now(), body)
        await self._http.send(WHAT, str(place.url), body.encode(), headers)
        return {"action": said["action"]}

    async def look_up(self, order: Order) -> Result | None:
        """Never needed: the receiver knows a call it has had."""
        return None

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        """That it was taken is all there is to remember."""


def told(said: Mapping[str, Any], site: str) -> dict[str, object]:
    """The body; docs/escalation.md describes it to those who receive it."""
    link = room_url(site, said["room"]) if site and said["room"] else None
    return {
        "type": f"page.{said['action']}",
        "timestamp": said["at"],
        "data": {
            "version": VERSION,
            "page": said["page"],
            **{name: said[name] for name in _SAID},
            "link": link,
        },
    }
