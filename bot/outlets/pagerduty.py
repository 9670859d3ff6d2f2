"""A kind of effect: a page through PagerDuty, by its Events API v2.

Repeats are dropped there by the page's id. Events follow each other: trigger, acknowledge, resolve.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.incident.pages import OURS, key_outside
from bot.outlets.http import Http
from bot.response.effects import Order, Repeats, Result
from bot.response.outcomes import Refused
from bot.response.ports import UnitOfWork
from bot.response.update_guard import NOT_SET

WHAT = "PagerDuty"
_LEVELS = {1: "critical", 2: "error", 3: "warning"}


class PagerDuty:
    repeats = Repeats.SAME_AGAIN
    edited = True

    def __init__(
        self, http: Http, secret: Callable[[str], str | None], url: str, site: str
    ) -> None:
        """`site`: the address of the Slack workspace, for a link into the channel."""
        self._http = http
        self._secret = secret
        self._url = f"{url}/v2/enqueue"
        self._site = site

    async def deliver(self, order: Order) -> Result:
        key = self._secret(order.content["key_from"])
        if key is None:
            raise Refused(WHAT, NOT_SET)
        body = json.dumps(event(order.content, key, self._site), ensure_ascii=False)
        headers = {"Content-Type": "application/json; charset=utf-8"}
        await self._http.send(WHAT, self._url, body.encode(), headers)
        return {"action": order.content["action"]}

    async def look_up(self, order: Order) -> Result | None:
        """Never needed: the receiver knows an event it has had."""
        return None

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        """That it was taken is all there is to remember."""


def event(said: Mapping[str, Any], key: str, site: str) -> dict[str, Any]:
    """What follows the trigger needs no words."""
    about = {
        "routing_key": key,
        "event_action": said["action"],
        "dedup_key": key_outside(said["page"]),
    }
    if said["action"] != "trigger":
        return about
    details = {name: said[name] for name in ("reference", "who", "why") if said[name]}
    payload = {
        "summary": said["summary"],
        "source": said["reference"],
        "severity": _LEVELS.get(said["rank"], "info"),
        "timestamp": said["at"],
        "custom_details": {} if said["private"] else details,
    }
    return {**about, "payload": payload, "client": OURS, "links": links(said, site)}


def links(said: Mapping[str, Any], site: str) -> list[dict[str, str]]:
    if not (site and said["room"]):
        return []
    return [{"href": room_url(site, said["room"]), "text": "Slack"}]


def room_url(site: str, room: str) -> str:
    return f"{site.rstrip('/')}/archives/{room}"
