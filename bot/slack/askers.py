"""Who asks, and the ways in which they can be answered; one class for each way of asking."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.ids import ChannelId, MessageTs, UserId
from bot.incident.question import FromCommand, FromForm, FromMention, Origin
from bot.language import Tongue
from bot.response.outcomes import NotDone
from bot.slack.gateway import Gateway
from bot.slack.replies import Replies
from bot.slack.views.answer import Answer


class Asker(Protocol):
    """One request by one person. `ack` is for the first three seconds, `tell` for after it."""

    @property
    def user(self) -> UserId: ...
    @property
    def slack_repeats(self) -> bool:
        """Whether Slack delivers it again when it is not acked, as it does with events."""
        ...

    @property
    def key(self) -> str:
        """The intent: the same request, however often it is delivered, has the same key."""
        ...

    @property
    def origin(self) -> Origin: ...
    @property
    def trigger(self) -> str | None:
        """What lets a form be opened, for three seconds."""
        ...

    async def ack(self, answer: Answer | None, tongue: Tongue) -> None: ...
    async def tell(self, answer: Answer, tongue: Tongue) -> None:
        """Raises NotDone when it cannot be said."""
        ...


@dataclass(frozen=True, slots=True)
class CommandAsker:
    """A slash command: acknowledged with its answer, later ones go to its response_url."""

    args: AsyncArgs
    replies: Replies

    slack_repeats = False

    @property
    def user(self) -> UserId:
        return UserId(self.args.body["user_id"])

    @property
    def key(self) -> str:
        return f"command:{self.args.body['trigger_id']}"

    @property
    def origin(self) -> Origin:
        return FromCommand(response_url=self.args.body["response_url"])

    @property
    def trigger(self) -> str | None:
        return str(self.args.body["trigger_id"])

    async def ack(self, answer: Answer | None, tongue: Tongue) -> None:
        if answer is None:
            await self.args.ack()
        else:
            await self.args.ack(response_type="ephemeral", **answer.message())

    async def tell(self, answer: Answer, tongue: Tongue) -> None:
        await self.replies.post(self.args.body["response_url"], answer.message())


@dataclass(frozen=True, slots=True)
class ButtonAsker:
    """A button of a message that only the presser sees is replaced; others answer beside it."""

    args: AsyncArgs
    replies: Replies
    gateway: Gateway

    slack_repeats = False

    @property
    def user(self) -> UserId:
        return UserId(self.args.body["user"]["id"])

    @property
    def action(self) -> Mapping[str, Any]:
        pressed: Mapping[str, Any] = self.args.body["actions"][0]
        return pressed

    @property
    def value(self) -> str:
        return str(self.action.get("value") or "")

    @property
    def key(self) -> str:
        """The same person pressing the same button of the same message means it once."""
        container = self.args.body["container"]
        place = container.get("message_ts") or container.get("view_id")
        return f"button:{place}:{self.action['action_id']}:{self.value}:{self.user}"

    @property
    def _view(self) -> str | None:
        view = self.args.body.get("view")
        return str(view["id"]) if view else None

    @property
    def origin(self) -> Origin:
        url = self.args.body.get("response_url")
        if url:
            return FromCommand(response_url=url)
        return FromForm(view=self._view or "")

    @property
    def trigger(self) -> str | None:
        return str(self.args.body["trigger_id"])

    async def ack(self, answer: Answer | None, tongue: Tongue) -> None:
        await self.args.ack()
        if answer is not None:
            await self.tell(answer, tongue)

    async def tell(self, answer: Answer, tongue: Tongue) -> None:
        if self._view:
            view = answer.form(tongue)
            await self.gateway.call("views.update", view_id=self._view, view=view)
            return
        own = bool(self.args.body["container"].get("is_ephemeral"))
        await self.replies.post(self.args.body["response_url"], answer.message(), replace=own)


@dataclass(frozen=True, slots=True)
class FormAsker:
    """A submitted form becomes the answer."""

    args: AsyncArgs
    gateway: Gateway

    slack_repeats = False

    @property
    def user(self) -> UserId:
        return UserId(self.args.body["user"]["id"])

    @property
    def view(self) -> dict[str, Any]:
        submitted: dict[str, Any] = self.args.body["view"]
        return submitted

    @property
    def key(self) -> str:
        return f"form:{self.view['id']}"

    @property
    def origin(self) -> Origin:
        return FromForm(view=self.view["id"])

    @property
    def trigger(self) -> str | None:
        return None

    async def ack(self, answer: Answer | None, tongue: Tongue) -> None:
        if answer is None:
            await self.args.ack()
        else:
            await self.args.ack(response_action="update", view=answer.form(tongue))

    async def tell(self, answer: Answer, tongue: Tongue) -> None:
        view = answer.form(tongue)
        await self.gateway.call("views.update", view_id=self.view["id"], view=view)


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
        await self.gateway.call(
            "chat.postEphemeral",
            channel=self.channel,
            user=self.user,
            thread_ts=self.thread,
            **answer.message(),
        )


async def told(asker: Asker, answer: Answer, tongue: Tongue) -> bool:
    """Say it if Slack lets us; a private answer is not worth failing for."""
    try:
        await asker.tell(answer, tongue)
    except NotDone:
        return False
    return True
