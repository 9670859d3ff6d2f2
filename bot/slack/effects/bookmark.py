"""A link kept at the top of a channel."""

from __future__ import annotations

from datetime import datetime

from bot.response.effects import Order, Repeats, Result
from bot.response.ports import UnitOfWork
from bot.slack.gateway import Gateway


class Bookmark:
    repeats = Repeats.LOOK_UP_FIRST
    edited = False

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    async def deliver(self, order: Order) -> Result:
        channel = order.results["channel"]["channel"]
        id = await add_bookmark(
            self._gateway, channel, order.content["title"], order.content["url"]
        )
        return {"bookmark": id}

    async def look_up(self, order: Order) -> Result | None:
        channel = order.results["channel"]["channel"]
        id = await find_bookmark(self._gateway, channel, order.content["url"])
        return {"bookmark": id} if id else None

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        """The bookmark's id is all there is to remember."""


async def add_bookmark(gateway: Gateway, channel: str, title: str, url: str) -> str:
    made = await gateway.call(
        "bookmarks.add", channel_id=channel, title=title, type="link", link=url
    )
    return str(made["bookmark"]["id"])


async def find_bookmark(gateway: Gateway, channel: str, url: str) -> str | None:
    listed = await gateway.call("bookmarks.list", channel_id=channel)
    same = (b for b in listed.get("bookmarks") or [] if b.get("link") == url)
    return next((str(bookmark["id"]) for bookmark in same), None)
