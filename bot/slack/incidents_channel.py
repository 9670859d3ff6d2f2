"""The channel in which incidents are announced: found, joined, with its bookmark."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.incident.policy import Policy
from bot.language import Tongue
from bot.response.outcomes import Refused
from bot.slack.effects.bookmark import add_bookmark, find_bookmark
from bot.slack.gateway import Gateway

NOT_FOUND = "incidents_channel_not_found"
_ID = re.compile(r"[CG][A-Z0-9]{7,}")


class IncidentsChannel:
    def __init__(self, gateway: Gateway, policy: Callable[[], Policy]) -> None:
        self._gateway = gateway
        self._policy = policy
        self._known: dict[str, str] = {}

    async def id(self) -> str:
        """Its id. Raises Refused when no public channel has the configured name."""
        return await self.named(self._policy().incidents_channel, NOT_FOUND)

    async def named(self, name: str, missing: str = "channel_not_found") -> str:
        """The id of any channel by its name; one that is private is known by its id only."""
        name = name.lstrip("#")
        if _ID.fullmatch(name):
            return name
        if name not in self._known:
            self._known[name] = (await self.find(name, missing))["id"]
        return self._known[name]

    def forget(self) -> None:
        """Look it up again: it may have been renamed, archived or made anew."""
        self._known.clear()

    async def find(self, name: str, missing: str = NOT_FOUND) -> Mapping[str, Any]:
        pages = self._gateway.pages(
            "conversations.list", "channels", exclude_archived=True, limit=1000
        )
        async for channel in pages:
            if name in (channel["name"], channel["id"]):
                found: Mapping[str, Any] = channel
                return found
        raise Refused("conversations.list", missing)

    async def prepare(self) -> None:
        """Be in it, and keep the page for the day without the bot at its top. Safe to repeat."""
        channel = await self.id()
        await self._gateway.call("conversations.join", channel=channel)
        page = self._policy().without_the_bot
        if page and not await find_bookmark(self._gateway, channel, str(page)):
            title = Tongue(self._policy().locale).say("When the bot is down")
            await add_bookmark(self._gateway, channel, title, str(page))
