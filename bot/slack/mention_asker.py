"""Who mentions the bot, in a channel or a thread."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.incident.ids import ChannelId, MessageTs, UserId
from bot.incident.question import FromMention, Origin
from bot.language import Tongue
from bot.response.log import Place
from bot.response.outcomes import Refused
from bot.slack.askers import Asker
from bot.slack.effects.link import direct_channel
from bot.slack.gateway import Gateway
from bot.slack.views.answer import Answer


@dataclass(frozen=True, slots=True)
class MentionAsker:
    """A mention is answered where it was typed, seen by the typist only."""

    user: UserId
    channel: ChannelId
    ts: MessageTs
    thread: MessageTs | None
    gateway: Gateway
    later: Callable[[Awaitable[None]], None]
    """Does something once the event was acked."""

    @property
    def slack_repeats(self) -> bool:
        return True

    @property
    def key(self) -> str:
        return f"mention:{self.channel}:{self.ts}"

    @property
    def origin(self) -> Origin:
        return FromMention(channel=self.channel, thread=self.thread)

    @property
    def trigger(self) -> str | None:
        return None

    async def ack(self, answer: Answer | None, tongue: Tongue) -> None:
        if answer is not None:
            self.later(self.tell(answer, tongue))

    async def tell(self, answer: Answer, tongue: Tongue) -> None:
        """Where it was typed; by direct message where Slack does not let the bot speak there."""
        message = answer.message()
        try:
            await self.gateway.call(
                "chat.postEphemeral",
                channel=self.channel,
                user=self.user,
                thread_ts=self.thread,
                **message,
            )
        except Refused:
            direct = await direct_channel(self.gateway, self.user)
            await self.gateway.call("chat.postMessage", channel=direct, **message)


def place_of(asker: Asker) -> Place | None:
    """Where the words stand that somebody typed as a message."""
    if not isinstance(asker, MentionAsker):
        return None
    return Place(channel=asker.channel, ts=asker.ts, thread=asker.thread)
