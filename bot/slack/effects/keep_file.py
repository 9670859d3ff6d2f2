"""Fetching an image, so that it outlasts Slack's retention and can be exported."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.incident.ids import ChannelId, MessageTs
from bot.incident.kept_file import KeptFile, is_image
from bot.incident.policy import Policy
from bot.response.effects import Order, Repeats, Result
from bot.response.outcomes import Busy, Gone, Refused
from bot.response.ports import Ledger, LedgerDown, UnitOfWork
from bot.slack.downloads import Downloads
from bot.slack.gateway import Gateway

AT_ONCE = 2
"""So many files are in memory."""
_GONE = frozenset({"file_not_found", "file_deleted"})


class KeepFile:
    """Doing it twice is doing it once. What is not to be kept is left, and the effect says why."""

    repeats = Repeats.SAME_AGAIN
    edited = False

    def __init__(
        self,
        gateway: Gateway,
        downloads: Downloads,
        ledger: Ledger,
        policy: Callable[[], Policy],
    ) -> None:
        self._gateway = gateway
        self._downloads = downloads
        self._ledger = ledger
        self._policy = policy
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def deliver(self, order: Order) -> Result:
        try:
            async with self._turn:
                wanted = await self._wanted(order)
                return {"left": "erased"} if wanted is None else await self._fetch(wanted)
        except LedgerDown as down:
            raise Busy("keep_file", "database_down") from down

    async def look_up(self, order: Order) -> Result | None:
        """Never needed: fetching it again is as good."""
        return None

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        """The bytes were written when they had come."""

    async def _wanted(self, order: Order) -> KeptFile | None:
        """None: it has gone with its message before it was fetched."""
        channel = ChannelId(order.results["channel"]["channel"])
        ts, file = MessageTs(order.content["ts"]), order.content["file"]
        async with self._ledger.look() as work:
            return await work.files.get(channel, ts, file)

    async def _fetch(self, wanted: KeptFile) -> Result:
        told, limit = await self._told(wanted.file), self._policy().keep_files_limit
        if told is None:
            return {"left": "deleted"}
        type = str(told.get("mimetype") or "")
        if not is_image(type) or told.get("is_external"):
            return {"left": "no_image_of_slack"}
        if int(told.get("size") or 0) > limit:
            return {"left": "too_large"}
        content = await self._downloads.get(str(told["url_private"]), limit)
        if content is None:
            return {"left": "too_large"}
        await self._keep(wanted, type, content)
        return {"left": ""}

    async def _told(self, file: str) -> Mapping[str, Any] | None:
        """What Slack says of it now; None when it is no longer there."""
        try:
            answer = await self._gateway.call("files.info", file=file)
        except (Refused, Gone) as refused:
            if refused.why not in _GONE:
                raise
            return None
        told: Mapping[str, Any] = answer["file"]
        return None if told.get("mode") == "tombstone" else told

    async def _keep(self, wanted: KeptFile, type: str, content: bytes) -> None:
        sha256 = hashlib.sha256(content).hexdigest()
        known = {"type": type, "size": len(content), "sha256": sha256}
        async with self._ledger.work() as work:
            await work.files.keep(wanted.model_copy(update=known), content)
