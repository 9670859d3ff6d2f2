"""Who asks, and the ways in which they can be answered; one class for each way of asking."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.ids import ChannelId, UserId
from bot.incident.question import FromCommand, FromForm, Origin
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

    @property
    def channel(self) -> ChannelId | None:
        """Where it was asked, when that is a place."""
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

    @property
    def channel(self) -> ChannelId | None:
        return ChannelId(self.args.body["channel_id"])

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
        chosen = self.action.get("selected_option") or {}
        return str(self.action.get("value") or chosen.get("value") or "")

    @property
    def key(self) -> str:
        """The same person pressing the same button of the same message means it once."""
        container = self.args.body["container"]
        place = container.get("message_ts") or container.get("view_id")
        said = hashlib.sha256(self.value.encode()).hexdigest()[:16]  # it may be somebody's words
        return f"button:{place}:{self.action['action_id']}:{said}:{self.user}"

    @property
    def _view(self) -> str | None:
        """The form in which it stands; the Home tab is none."""
        view = self.args.body.get("view") or {}
        return str(view["id"]) if view.get("type") == "modal" else None

    @property
    def origin(self) -> Origin:
        url = self.args.body.get("response_url")
        if url:
            return FromCommand(response_url=url)
        return FromForm(view=self._view or "")

    @property
    def trigger(self) -> str | None:
        return str(self.args.body["trigger_id"])

    @property
    def channel(self) -> ChannelId | None:
        channel = self.args.body.get("channel")
        return ChannelId(channel["id"]) if channel else None

    async def ack(self, answer: Answer | None, tongue: Tongue) -> None:
        await self.args.ack()
        if answer is not None:
            await self.tell(answer, tongue)

    async def tell(self, answer: Answer, tongue: Tongue) -> None:
        if self._view:
            view = answer.form(tongue)
            await self.gateway.call("views.update", view_id=self._view, view=view)
            return
        if "response_url" not in self.args.body:
            view = answer.form(tongue)
            await self.gateway.call("views.open", trigger_id=self.trigger, view=view)
            return
        own = bool(self.args.body["container"].get("is_ephemeral"))
        await self.replies.post(self.args.body["response_url"], answer.message(), replace=own)


@dataclass(frozen=True, slots=True)
class RunAsker(ButtonAsker):
    """A button that stands for a typed line: pressed again later, it is said again."""

    @property
    def key(self) -> str:
        return f"run:{self.trigger}"


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

    @property
    def channel(self) -> ChannelId | None:
        return None

    async def ack(self, answer: Answer | None, tongue: Tongue) -> None:
        if answer is None:
            await self.args.ack()
        else:
            await self.args.ack(response_action="update", view=answer.form(tongue))

    async def tell(self, answer: Answer, tongue: Tongue) -> None:
        view = answer.form(tongue)
        await self.gateway.call("views.update", view_id=self.view["id"], view=view)


async def told(asker: Asker, answer: Answer, tongue: Tongue) -> bool:
    """Say it if Slack lets us; a private answer is not worth failing for."""
    try:
        await asker.tell(answer, tongue)
    except NotDone:
        return False
    return True
