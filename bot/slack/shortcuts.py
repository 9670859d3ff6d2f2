"""Who uses a shortcut: there is no place for an answer but a form."""

from __future__ import annotations

from dataclasses import dataclass

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.ids import ChannelId, UserId
from bot.incident.question import FromForm, Origin
from bot.language import Tongue
from bot.slack.gateway import Gateway
from bot.slack.views.answer import Answer


@dataclass(frozen=True, slots=True)
class ShortcutAsker:
    args: AsyncArgs
    gateway: Gateway

    slack_repeats = False

    @property
    def user(self) -> UserId:
        return UserId(self.args.body["user"]["id"])

    @property
    def key(self) -> str:
        return f"shortcut:{self.trigger}"

    @property
    def origin(self) -> Origin:
        return FromForm(view="")

    @property
    def trigger(self) -> str:
        return str(self.args.body["trigger_id"])

    @property
    def channel(self) -> ChannelId | None:
        """Of the message it was used on; from anywhere else it has no place."""
        channel = self.args.body.get("channel")
        return ChannelId(channel["id"]) if channel else None

    async def ack(self, answer: Answer | None, tongue: Tongue) -> None:
        await self.args.ack()
        if answer is not None:
            await self.tell(answer, tongue)

    async def tell(self, answer: Answer, tongue: Tongue) -> None:
        view = answer.form(tongue)
        await self.gateway.call("views.open", trigger_id=self.trigger, view=view)
