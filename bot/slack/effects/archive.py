"""Archiving an incident's channel, and opening it again where Slack lets a bot do that."""

from __future__ import annotations

import contextlib
from datetime import datetime

from bot.incident.ids import ChannelId
from bot.response.effects import Order, Repeats, Result
from bot.response.outcomes import Refused
from bot.response.ports import UnitOfWork
from bot.response.room import channel_archived, channel_unarchived
from bot.slack.effects.inside import inside
from bot.slack.gateway import Gateway

ARCHIVE = "archive:"
"""Before when it ended: an incident that is reopened and ends again is archived again."""
UNARCHIVE = "unarchive"


class _Drawer:
    repeats = Repeats.SAME_AGAIN

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    async def look_up(self, order: Order) -> Result | None:
        """Never needed: doing it again is as good."""
        return None


class Archive(_Drawer):
    edited = False

    async def deliver(self, order: Order) -> Result:
        channel = order.results["channel"]["channel"]
        try:
            await inside(self._gateway, "conversations.archive", channel)
        except Refused as refused:
            if refused.why != "already_archived":
                raise
        return {}

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        channel = ChannelId(order.results["channel"]["channel"])
        await channel_archived(work, channel, None, now)


class Unarchive(_Drawer):
    """Slack refuses this to bots, at the time of writing; so it also looks whether a person did."""

    edited = True

    async def deliver(self, order: Order) -> Result:
        channel = order.results["channel"]["channel"]
        try:
            await self._gateway.call("conversations.unarchive", channel=channel)
        except Refused as refused:
            if refused.why != "not_archived" and await self._is_archived(channel):
                raise
        with contextlib.suppress(Refused):  # a private one cannot be joined: it takes an /invite
            await self._gateway.call("conversations.join", channel=channel)
        return {}

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        channel = ChannelId(order.results["channel"]["channel"])
        await channel_unarchived(work, channel, None, now)

    async def _is_archived(self, channel: str) -> bool:
        """What cannot be seen counts as archived: a private one that the bot is no longer in."""
        try:
            found = await self._gateway.call("conversations.info", channel=channel)
        except Refused:
            return True
        return bool(found["channel"].get("is_archived"))
