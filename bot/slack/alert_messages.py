"""Messages that other bots post in watched channels: what they say is committed before the ack."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any

from bot.alerts.messages import NOTHING, read_message
from bot.alerts.post import post_of
from bot.incident.alert import Delivery
from bot.incident.ids import ChannelId, MessageTs
from bot.incident.kept_alert import Way
from bot.response.alert_taken import Arrived
from bot.response.ports import Clock
from bot.slack.group_commit import GroupCommit
from bot.slack.watching import Watching

Body = Mapping[str, Any]
SOURCE = "slack"
"""Whose ids the deliveries have."""


class AlertMessages:
    """One of those who are told of every event; it must bear to be told again."""

    def __init__(
        self,
        watching: Watching,
        door: GroupCommit[Arrived],
        clock: Clock,
        own: Collection[str],
        then: Callable[[Body], Awaitable[None]],
    ) -> None:
        """`own`: the ids of this bot, whose posts are no alerts. `then`: what else it means."""
        self._watching = watching
        self._door = door
        self._clock = clock
        self._own = own
        self._then = then

    async def __call__(self, body: Body) -> None:
        event: Body = body["event"]
        if event.get("type") == "message":
            await self.hear(event)
        elif event.get("type") in {"channel_rename", "group_rename"}:
            channel = event["channel"]
            self._watching.renamed(ChannelId(channel["id"]), str(channel["name"]))
        await self._then(body)

    async def hear(self, event: Body) -> None:
        """Returns when what a message says is committed."""
        delivery = self._read(event)
        if delivery == NOTHING or not await self._watching.watches(ChannelId(event["channel"])):
            return
        message = event.get("message") or event
        arrived = Arrived(
            delivery=delivery,
            source=SOURCE,
            at=self._clock.now(),
            way=Way.MESSAGE,
            channel=ChannelId(event["channel"]),
            ts=MessageTs(str(message["ts"])),
        )
        await self._door.keep([arrived])

    def _read(self, event: Body) -> Delivery:
        """Whoever posted it decides whether it is looked at: talk of people never is."""
        if post_of(event, self._own) is None:
            return NOTHING
        delivery = read_message(event, self._own)
        return delivery if delivery.model_copy(update={"id": None}) != NOTHING else NOTHING
