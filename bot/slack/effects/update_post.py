"""A kind of effect: an update as a message, in whichever place of Slack an audience reads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.incident.audience import Announcement, IncidentRoom, SlackChannel, SlackUser
from bot.response.effects import Order, Repeats, Result
from bot.response.outcomes import Refused
from bot.response.ports import UnitOfWork
from bot.response.update_delivery import forget_words
from bot.response.update_guard import REMOVED, Guard
from bot.slack.effects.inside import inside
from bot.slack.effects.link import direct_channel
from bot.slack.effects.post import SKEW, ExpectEcho, in_the_room, mark_of, marked
from bot.slack.gateway import Gateway
from bot.slack.incidents_channel import IncidentsChannel
from bot.slack.views.bulletins import bulletin


class UpdatePost:
    """Said once, and found again by its mark; never edited, for people have read it."""

    repeats = Repeats.LOOK_UP_FIRST
    edited = False

    def __init__(
        self,
        gateway: Gateway,
        guard: Guard,
        incidents_channel: IncidentsChannel,
        expect_echo: ExpectEcho,
    ) -> None:
        self._gateway = gateway
        self._guard = guard
        self._incidents_channel = incidents_channel
        self._expect_echo = expect_echo

    async def deliver(self, order: Order) -> Result:
        """Where its own event has told already that it stands, nothing is left to do."""
        if "ts" in order.effect.result:
            return {}
        channel, thread = await self._target(order)
        sent = await inside(
            self._gateway,
            "chat.postMessage",
            channel,
            thread_ts=thread,
            **bulletin(order.content["slack"]),
            metadata=marked(order.effect),
            parse="none",
            link_names=False,
            unfurl_links=False,
            unfurl_media=False,
        )
        self._expect_echo(channel, sent["ts"])
        return {"channel": channel, "ts": sent["ts"]}

    async def look_up(self, order: Order) -> Result | None:
        channel, thread = await self._target(order)
        since = (order.effect.first_attempt_at or order.incident.declared_at) - SKEW
        where: dict[str, Any] = {"channel": channel, "oldest": f"{since.timestamp():.6f}"}
        method = "conversations.replies" if thread else "conversations.history"
        if thread:
            where |= {"ts": thread}
        pages = self._gateway.pages(
            method, "messages", **where, include_all_metadata=True, limit=200
        )
        async for message in pages:
            if mark_of(message) == order.effect.mark:
                return {"channel": channel, "ts": message["ts"]}
        return None

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        await forget_words(work, order.effect)

    async def _target(self, order: Order) -> tuple[str, str | None]:
        """The channel, and the message under which it is said."""
        match self._guard.where(order):
            case IncidentRoom():
                return await in_the_room(order), None
            case Announcement():
                told = order.results.get("announcement") or {}
                if "ts" in told:
                    return told["channel"], told["ts"]
                return await self._incidents_channel.id(), None
            case SlackUser(user=user):
                return await direct_channel(self._gateway, user), None
            case SlackChannel(channel=name):
                if order.effect.error is not None:
                    self._incidents_channel.forget()
                return await self._incidents_channel.named(name), None
        raise Refused("update", REMOVED)
