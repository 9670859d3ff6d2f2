"""What is kept beside the incidents: events nobody could read yet, and notes about ourselves."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.incident.ids import ChannelId, MessageTs
from bot.storage.columns import table
from bot.storage.rows import put
from bot.storage.tables import NoteRow, UnreadRow

_UNREAD = table(UnreadRow)
_NOTE = table(NoteRow)
_OF_NAME = select(_NOTE.c.value).where(_NOTE.c.name == bindparam("wanted"))


class StoredUnread:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, event_id: str, body: dict[str, Any], error: str, at: datetime) -> None:
        row = {"event_id": event_id, "body": body, "error": error, "received_at": at}
        await put(self._connection, _UNREAD, [row])

    async def all(self) -> Sequence[tuple[str, dict[str, Any], str]]:
        """In the order of their arrival."""
        c = _UNREAD.c
        statement = select(c.event_id, c.body, c.error).order_by(c.received_at, c.event_id)
        return [(id, body, error) for id, body, error in await self._connection.execute(statement)]

    async def forget(self, channel: ChannelId, among: Collection[MessageTs]) -> None:
        for event_id, body, _ in await self.all() if among else ():
            event = body.get("event") or {}
            if event.get("channel") == channel and not _told_in(event).isdisjoint(among):
                await self.remove(event_id)

    async def remove(self, event_id: str) -> None:
        await self._connection.execute(delete(_UNREAD).where(_UNREAD.c.event_id == event_id))

    async def count(self) -> int:
        return int(await self._connection.scalar(select(func.count()).select_from(_UNREAD)) or 0)


class StoredNotes:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, name: str) -> str | None:
        found: str | None = await self._connection.scalar(_OF_NAME, {"wanted": name})
        return found

    async def set(self, name: str, value: str) -> None:
        await put(self._connection, _NOTE, [{"name": name, "value": value}])


def _told_in(event: Mapping[str, Any]) -> set[str]:
    """The messages whose words an event may repeat."""
    parts = (event, event.get("message"), event.get("previous_message"), event.get("root"))
    return {str(part["ts"]) for part in parts if part and part.get("ts")}
