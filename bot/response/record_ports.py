"""What recording a channel needs from the world: a memory of everything heard."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.incident.ids import ChannelId, MessageTs, UserId
from bot.incident.message import Heard, Said
from bot.incident.read_back import OpenChannel, ReadBack


class Messages(Protocol):
    async def add(self, heard: Sequence[Heard]) -> None:
        """What is known already stays; words that were not known are filled in."""
        ...

    async def erase_deleted(self, channel: ChannelId, among: Sequence[MessageTs]) -> bool:
        """The words of those of them that were deleted, in all revisions; whether any were left."""
        ...

    async def erase(self, channel: ChannelId, among: Collection[MessageTs]) -> None:
        """The words of these messages, in all revisions."""
        ...

    async def erase_outdated(
        self,
        channel: ChannelId,
        by: UserId,
        before: datetime,
        among: Collection[MessageTs] | None = None,
    ) -> None:
        """Of their messages the revisions from before that have newer ones; `among`: of these."""
        ...

    async def of(self, channel: ChannelId) -> Sequence[Heard]: ...
    async def about(self, channel: ChannelId, among: Collection[MessageTs]) -> Sequence[Heard]:
        """All that was heard of these messages."""
        ...

    async def marked(self, channel: ChannelId, among: Collection[MessageTs]) -> set[MessageTs]:
        """Those of them to which marks were ever put."""
        ...

    async def between(
        self, channel: ChannelId, oldest: MessageTs, before: MessageTs | None
    ) -> Sequence[Heard]:
        """All that was heard of messages of the channel sent from `oldest` on, and before
        `before`: those that stand in the channel itself, not only in a thread.
        """
        ...

    async def threads(
        self, channel: ChannelId, roots: Collection[MessageTs]
    ) -> Mapping[MessageTs, tuple[int, MessageTs | None]]:
        """How many replies to each there are on record that were not deleted, and the latest."""
        ...

    async def replies(self, channel: ChannelId, roots: Collection[MessageTs]) -> Sequence[Heard]:
        """All that was heard of the replies to these."""
        ...

    async def roots(
        self, channel: ChannelId, before: MessageTs | None, limit: int
    ) -> Sequence[MessageTs]:
        """Messages that have replies on record, newest first."""
        ...

    async def earliest(self, channel: ChannelId, limit: int) -> Sequence[Heard]: ...
    async def said(self, channel: ChannelId) -> Sequence[Said]:
        """Who wrote when, without words: what was not deleted, in its order."""
        ...

    async def last_heard(self, channel: ChannelId, before: datetime) -> datetime | None: ...
    async def moved(self, before: ChannelId, after: ChannelId) -> None:
        """Slack gave the channel another id; ids of messages stay."""
        ...


class ReadBacks(Protocol):
    """How far each channel was read back."""

    async def get(self, channel: ChannelId, *, whole: bool) -> ReadBack:
        """One that never began, where there is none."""
        ...

    async def open_channels(self) -> Sequence[OpenChannel]:
        """Those that can be read, the newest incident's first."""
        ...

    async def put(self, read_back: ReadBack) -> None: ...
    async def moved(self, before: ChannelId, after: ChannelId) -> None: ...
