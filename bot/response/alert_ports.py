"""What alerts need from the world: a memory of them, and of what was delivered."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.incident.alert import ChangeEvent
from bot.incident.ids import ChannelId, IncidentId
from bot.incident.kept_alert import AlertId, KeptAlert
from bot.incident.unread_alert import UnreadAlert
from bot.incident.watch import Watch


class Alerts(Protocol):
    """In a unit of work that writes, whatever is read here is held against all other writers of
    alerts until its end; who needs an incident as well reads the alerts first.
    """

    async def get(self, alert: AlertId) -> KeptAlert | None: ...
    async def told_with(
        self, keys: Collection[str], *, copied: Collection[str] = ()
    ) -> Sequence[KeptAlert]:
        """All with one of `keys` as their `dedup_key`, or one of `copied` as their `copy_key`; any
        number may share the latter.
        """
        ...

    async def told_by(self, channel: ChannelId, ts: str) -> Sequence[KeptAlert]:
        """Those that this message told of, if none has since."""
        ...

    async def of(self, incident: IncidentId) -> Sequence[KeptAlert]:
        """Linked to it, those that were heard of first coming first."""
        ...

    async def firing(self) -> Sequence[KeptAlert]: ...
    async def latest(
        self, limit: int, *, offset: int = 0, firing: bool = False
    ) -> Sequence[KeptAlert]:
        """Whatever was heard of last comes first; `firing`: only those that fire."""
        ...

    async def put(self, alerts: Sequence[KeptAlert]) -> None:
        """Insert each, or replace the row with its id."""
        ...

    async def count(self, repeats: Mapping[str, tuple[str, int]], at: datetime) -> set[str]:
        """By `dedup_key`: the digest of a word, and how often it was said until then. Those that
        have it as their `again` are counted, and returned.
        """
        ...

    async def repeated(self, limit: int) -> Sequence[KeptAlert]:
        """Those counted that were not put since, the oldest first."""
        ...

    async def claim(
        self, deliveries: Collection[tuple[str, str]], at: datetime
    ) -> set[tuple[str, str]]:
        """Sources and their ids of deliveries; those of them that were not claimed before."""
        ...

    async def forget_deliveries(self, before: datetime) -> None:
        """Those of that time are repeated no more."""
        ...

    async def add_changes(self, changes: Sequence[ChangeEvent], heard_at: datetime) -> None: ...
    async def changes(self, since: datetime, until: datetime) -> Sequence[ChangeEvent]:
        """What was deployed or switched then, in its order."""
        ...

    async def moved(self, before: ChannelId, after: ChannelId) -> None:
        """Slack gave the channel another id."""
        ...


class UnreadAlerts(Protocol):
    """What senders of alerts sent and nobody could read; of each sender a few."""

    async def add(self, unread: Sequence[UnreadAlert]) -> None: ...
    async def all(self) -> Sequence[UnreadAlert]:
        """The latest first."""
        ...

    async def count(self) -> int: ...
    async def remove(self, source: str | None) -> int:
        """Those of this sender, or all; how many there were."""
        ...


class Watches(Protocol):
    """What people switched in channels in which other bots post alerts."""

    async def get(self, channel: ChannelId) -> Watch | None: ...
    async def all(self) -> Sequence[Watch]: ...
    async def put(self, watch: Watch) -> None: ...
    async def moved(self, before: ChannelId, after: ChannelId) -> None: ...
