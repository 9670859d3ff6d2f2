"""What recording a channel needs from the world: a memory of everything heard."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from bot.incident.ids import ChannelId, MessageTs
from bot.incident.message import Heard


class Messages(Protocol):
    async def add(self, heard: Sequence[Heard]) -> None:
        """What is known already stays; words that were not known are filled in."""
        ...

    async def erase_deleted(self, channel: ChannelId, among: Sequence[MessageTs]) -> None:
        """The words of those of them that were deleted, in all revisions."""
        ...

    async def of(self, channel: ChannelId) -> Sequence[Heard]: ...
    async def about(self, channel: ChannelId, among: Collection[MessageTs]) -> Sequence[Heard]:
        """All that was heard of these messages."""
        ...

    async def marked(self, channel: ChannelId, among: Collection[MessageTs]) -> set[MessageTs]:
        """Those of them to which marks were ever put."""
        ...

    async def moved(self, before: ChannelId, after: ChannelId) -> None:
        """Slack gave the channel another id; ids of messages stay."""
        ...
