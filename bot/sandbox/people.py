"""People of the local Slack: they type, press, fill in, and see what only they can see."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from bot.sandbox import forms, marks, payloads, posting, pressing, rooms, sharing, staff
from bot.sandbox.answer import Answer
from bot.sandbox.delivery import Interaction
from bot.sandbox.typing_by_hand import as_blocks, as_sent
from bot.sandbox.workspace import Channel, Member, Message, View

if TYPE_CHECKING:
    from bot.sandbox.slack import LocalSlack

__all__ = ["Answer", "Person"]

Json = dict[str, Any]
Place = Channel | str | None


class Person:
    """A channel is given as such or by its name; none means #general."""

    def __init__(self, slack: LocalSlack, member: Member) -> None:
        self.member = member
        self.id = member.id
        self.name = member.name
        self._slack = slack
        self._workspace = slack.workspace
        self._modals = slack.backstage.modals

    @property
    def private(self) -> list[Message]:
        """What only this person sees: answers to commands and buttons, ephemeral messages."""
        return self._workspace.private.setdefault(self.id, [])

    def inbox(self) -> list[Message]:
        """The direct conversation with the bot, oldest first."""
        return self.direct.messages

    @property
    def direct(self) -> Channel:
        return self._workspace.direct(self.id)

    @property
    def home(self) -> View | None:
        """The Home tab, if the bot ever drew it."""
        return self._workspace.homes.get(self.id)

    def view(self) -> View | None:
        """The newest form that is open for this person."""
        return self._modals.newest(self.id)

    def _channel(self, place: Place) -> Channel:
        """The channel, joined if it is public, as Slack makes people do before they write."""
        if place is None or isinstance(place, str):
            place = self._workspace.channel_named((place or "general").removeprefix("#"))
        if self.id not in place.members and place.is_private:
            raise PermissionError(f"{self.name} is not in {place.name}")
        if place.is_archived:
            raise PermissionError(f"{place.name} is archived")
        rooms.join(self._workspace, place, self.id)
        return place

    async def say(
        self,
        text: str,
        *,
        channel: Place = None,
        thread: Message | None = None,
        files: Iterable[Json] = (),
    ) -> Message:
        """Write a message; @name and #channel become links, as in Slack's composer."""
        if channel is None and thread is not None:
            channel = self._workspace.channels[thread.channel]
        place = self._channel(channel)
        shared = sharing.shared(self._slack.backstage, self.id, files)
        sent = as_sent(self._workspace, text, labelled=False)
        message = Message(
            place.id,
            self._workspace.ts(),
            sent,
            user=self.id,
            blocks=as_blocks(sent),
            details={"client_msg_id": str(uuid.uuid4())},
            thread_ts=(thread.thread_ts or thread.ts) if thread else None,
            subtype="file_share" if shared else None,
            files=shared,
        )
        return posting.post(self._workspace, place, message)

    async def mention(
        self, text: str, *, channel: Place = None, thread: Message | None = None
    ) -> Message:
        """Write to the bot by name: "declare …" and "@incident declare …" are the same."""
        name = f"@{self._slack.bot.name}"
        words = text.removeprefix(name).strip()
        return await self.say(f"{name} {words}", channel=channel, thread=thread)

    async def edit(self, message: Message, text: str) -> None:
        channel = self._own(message)
        sent = as_sent(self._workspace, text, labelled=False)
        posting.edit(self._workspace, channel, message, self.id, text=sent, blocks=as_blocks(sent))

    async def delete(self, message: Message) -> None:
        posting.delete(self._workspace, self._own(message), message)

    async def delete_file(self, id: str) -> None:
        sharing.delete(self._slack.backstage, id)

    def _own(self, message: Message) -> Channel:
        if message.user != self.id:
            raise PermissionError(f"{self.name} did not write that message")
        return self._workspace.channels[message.channel]

    async def react(self, message: Message, name: str) -> None:
        channel = self._workspace.channels[message.channel]
        marks.react(self._workspace, channel, message, self.id, name)

    async def unreact(self, message: Message, name: str) -> None:
        channel = self._workspace.channels[message.channel]
        marks.unreact(self._workspace, channel, message, self.id, name)

    async def pin(self, message: Message) -> None:
        marks.pin(self._workspace, self._workspace.channels[message.channel], message, self.id)

    async def unpin(self, message: Message) -> None:
        marks.unpin(self._workspace, self._workspace.channels[message.channel], message, self.id)

    async def join(self, channel: Channel | str) -> None:
        self._channel(channel)

    async def invite(self, channel: Channel | str, *others: Person | Member) -> None:
        """Bring others in, the bot too."""
        place = self._channel(channel)
        for other in others:
            rooms.join(self._workspace, place, other.id, inviter=self.id)

    async def leave(self, channel: Channel | str) -> None:
        place = self._workspace.channel_named(channel) if isinstance(channel, str) else channel
        rooms.leave(self._workspace, place, self.id)

    async def archive(self, channel: Channel) -> None:
        rooms.archive(self._workspace, channel, self.id)

    async def unarchive(self, channel: Channel) -> None:
        """What a bot cannot do."""
        rooms.unarchive(self._workspace, channel, self.id)

    async def change(self, **changes: Any) -> None:
        """Another name, locale or tz; deleted=True deactivates the account."""
        staff.change(self._workspace, self.member, **changes)

    async def slash(self, text: str, *, channel: Place = None) -> Answer:
        """Type a command: "/incident declare sev1 Checkout is failing"."""
        place = self._channel(channel)
        name, _, words = text.strip().partition(" ")
        words = words.strip()
        if self._slack.should_escape:
            words = as_sent(self._workspace, words, labelled=True)
        ways = {"trigger_id": self._trigger(), "response_url": self._reply_url(place.id)}
        payload = payloads.command(self._workspace, self.member, place, name, words, **ways)
        answer = await self._tell("slash_commands", payload)
        if answer.body:
            pressing.show_answer(self._slack.backstage, self.id, place.id, answer)
        return answer

    async def submit(self, view: View | None = None, /, **answers: forms.Given) -> Answer:
        """Fill in by block id and send; what is not named keeps what it had.

        What Slack's own client refuses, such as an empty required field, never reaches the bot.
        """
        view = view or pressing.open_view(self.view(), self.name)
        forms.fill(view, answers)
        if complaints := forms.complaints(view):
            return Answer("error", 0.0, errors=complaints, problem="refused by the client")
        place = {"view": payloads.view_place(self._workspace, view)["view"], "response_urls": []}
        answer = await self._interact("view_submission", **place)
        return forms.follow(self._modals, view, answer)

    async def close(self, view: View | None = None) -> None:
        """Close the form; the bot hears of it if it asked to."""
        view = view or pressing.open_view(self.view(), self.name)
        self._modals.close(view)
        if view.notify_on_close:
            shown = payloads.view_place(self._workspace, view)["view"]
            await self._interact("view_closed", view=shown, is_cleared=False)

    async def click(
        self, target: Message | View, action_id: str, *, value: str | None = None
    ) -> Answer:
        """Press a button, or choose the option with this value, on a message or in a form."""
        block, element = pressing.find(target.blocks, action_id, value)
        chosen = pressing.choose(target, block, element, value)
        taken = payloads.action(block, element, chosen, self._workspace.ts())
        return await self._interact("block_actions", **self._place(target), actions=[taken])

    def _place(self, target: Message | View) -> Json:
        if isinstance(target, View):
            return payloads.view_place(self._workspace, target)
        if target.ephemeral_to not in (None, self.id):
            raise PermissionError(f"{self.name} cannot see that message")
        place = payloads.message_place(self._workspace, target)
        return {**place, "response_url": self._reply_url(target.channel, target)}

    async def shortcut(self, callback_id: str, message: Message | None = None) -> Answer:
        """Use a global shortcut, or one on a message."""
        more: Json = {"callback_id": callback_id, "action_ts": self._workspace.ts()}
        if message is None:
            return await self._interact("shortcut", **more)
        place = payloads.message_place(self._workspace, message)
        more |= {"message_ts": message.ts, "channel": place["channel"], "message": place["message"]}
        more["response_url"] = self._reply_url(message.channel, message)
        return await self._interact("message_action", **more)

    async def open_home(self) -> None:
        """Look at the bot's Home tab."""
        body: Json = {"user": self.id, "channel": self.direct.id, "tab": "home"}
        if self.home is not None:
            body["view"] = payloads.view_place(self._workspace, self.home)["view"]
        self._workspace.emit("app_home_opened", body)

    def _trigger(self) -> str:
        return self._slack.backstage.triggers.mint(self.id)

    def _reply_url(self, channel: str, source: Message | None = None) -> str:
        backstage = self._slack.backstage
        return backstage.base_url + backstage.replies.mint(self.id, channel, source)

    async def _interact(self, type_: str, **more: Any) -> Answer:
        if type_ != "view_closed":
            more["trigger_id"] = self._trigger()
        payload = payloads.interaction(self._workspace, self.member, type_, **more)
        return await self._tell("interactive", payload)

    async def _tell(self, kind: Interaction, payload: Json) -> Answer:
        before = time.monotonic()
        heard = await self._slack.tell(kind, payload)
        return Answer.of(heard, time.monotonic() - before)
