"""What keeping files needs from the world: a place for their bytes beside their messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.incident.ids import ChannelId, MessageTs
from bot.incident.kept_file import KeptFile


class KeptFiles(Protocol):
    async def want(self, file: KeptFile) -> None:
        """Remember that it is to be fetched."""
        ...

    async def get(self, channel: ChannelId, ts: MessageTs, file: str) -> KeptFile | None:
        """None: not wanted, or erased."""
        ...

    async def keep(self, file: KeptFile, content: bytes) -> None:
        """Unless it was erased while it was fetched."""
        ...

    async def content(self, file: KeptFile) -> bytes | None: ...
    async def of(self, channel: ChannelId) -> Sequence[KeptFile]:
        """Those that are here, by message."""
        ...

    async def erase_deleted(self, channel: ChannelId, among: Sequence[MessageTs]) -> None:
        """Those of the messages among them that were deleted."""
        ...

    async def erase(self, file: str) -> None:
        """In every message."""
        ...

    async def moved(self, before: ChannelId, after: ChannelId) -> None:
        """Slack gave the channel another id."""
        ...
