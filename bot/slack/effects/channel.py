"""The incident's channel: made once, found again when nobody knows whether it was made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.incident.ids import ChannelId
from bot.response.effects import Order, Repeats, Result
from bot.response.outcomes import Refused
from bot.response.ports import Ledger, UnitOfWork
from bot.response.room import channel_opened
from bot.slack.effects.post import SKEW
from bot.slack.gateway import Gateway

SUFFIXES = 20
"""How many names are tried before an operator is asked."""


class Channel:
    repeats = Repeats.LOOK_UP_FIRST
    edited = False

    def __init__(self, gateway: Gateway, ledger: Ledger, bot_user: str) -> None:
        self._gateway = gateway
        self._ledger = ledger
        self._bot_user = bot_user

    async def deliver(self, order: Order) -> Result:
        for name in order.content["names"]:
            try:
                made = await self._gateway.call(
                    "conversations.create", name=name, is_private=order.content["private"]
                )
            except Refused as refused:
                if refused.why != "name_taken":
                    raise
                continue
            return {"channel": made["channel"]["id"], "name": made["channel"]["name"]}
        raise Refused("conversations.create", "name_taken")

    async def look_up(self, order: Order) -> Result | None:
        kind = "private_channel" if order.content["private"] else "public_channel"
        pages = self._gateway.pages(
            "users.conversations", "channels", types=kind, exclude_archived=True, limit=200
        )
        async for channel in pages:
            if self._could_be_ours(channel, order) and await self._is_free(channel["id"]):
                return {"channel": channel["id"], "name": channel["name"]}
        return None

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        channel = ChannelId(result["channel"])
        await channel_opened(work, order.incident, channel, result["name"], now)

    def _could_be_ours(self, channel: Mapping[str, Any], order: Order) -> bool:
        """By the rule of adoption: made by the bot, for this name, not before the first attempt."""
        first = order.effect.first_attempt_at or order.incident.declared_at
        return (
            channel.get("creator") == self._bot_user
            and channel.get("name") in order.content["names"]
            and float(channel.get("created", 0)) >= (first - SKEW).timestamp()
            and bool(channel.get("is_private")) == order.content["private"]
        )

    async def _is_free(self, channel: str) -> bool:
        async with self._ledger.look() as work:
            return await work.incidents.in_channel(ChannelId(channel)) is None
