"""A file, made when it is sent, and shown once in one place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import PurePath

from bot.response.effects import Order, Repeats, Result
from bot.response.outcomes import Busy, Refused, Unclear
from bot.response.ports import UnitOfWork
from bot.slack.effects.inside import inside
from bot.slack.effects.post import Place, in_the_room, messages_since
from bot.slack.gateway import Gateway
from bot.slack.uploads import Uploads

SHARE = "files.completeUploadExternal"

Make = Callable[[Order], Awaitable[bytes]]
"""What stands in the file, as things are now. Raises outcomes.NotDone."""


class File:
    """Slack lets a file carry no metadata: its name tells it from all others."""

    repeats = Repeats.LOOK_UP_FIRST
    edited = False

    def __init__(self, gateway: Gateway, uploads: Uploads, place: Place, make: Make) -> None:
        self._gateway = gateway
        self._uploads = uploads
        self._place = place
        self._make = make
        self._missed: set[str] = set()

    async def deliver(self, order: Order) -> Result:
        channel = await self._place(order)
        id = await self._uploads.put(name_of(order), await self._make(order))
        await self._share(channel, id, order)
        return {"channel": channel, "file": id}

    async def look_up(self, order: Order) -> Result | None:
        """Slack shares a file some time after it was told to: one look is not enough."""
        channel, name = await self._place(order), name_of(order)
        async for message in messages_since(self._gateway, channel, order):
            for file in message.get("files") or ():
                if file.get("name") == name:
                    return {"channel": channel, "file": str(file["id"])}
        if order.effect.mark not in self._missed:
            self._missed.add(order.effect.mark)
            raise Unclear(SHARE, "not_shared_yet")
        self._missed.discard(order.effect.mark)
        return None

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        """That it was asked for is a fact already."""

    async def _share(self, channel: str, id: str, order: Order) -> None:
        files = [{"id": id, "title": order.content["title"]}]
        blocks = order.content["blocks"]
        try:
            await inside(
                self._gateway, SHARE, channel, named="channel_id", files=files, blocks=blocks
            )
        except Refused as refused:
            if refused.why != "file_not_found":
                raise
            # Slack does not always find at once what it has just taken in.
            raise Busy(SHARE, refused.why) from refused


def name_of(order: Order) -> str:
    name = PurePath(order.content["name"])
    return f"{name.stem}-{order.effect.id[:8]}{name.suffix}"


def in_the_room_unless_public(gateway: Gateway) -> Place:
    """Whoever has made the channel of a private incident public did not mean its files."""

    async def place(order: Order) -> str:
        channel = await in_the_room(order)
        if order.incident.private:
            shown = await gateway.call("conversations.info", channel=channel)
            if not shown["channel"].get("is_private"):
                raise Refused(SHARE, "channel_is_public")
        return channel

    return place
