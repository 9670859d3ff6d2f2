"""What people do in the demo: each act is shown, then everything that follows from it."""

from __future__ import annotations

from collections.abc import Awaitable

from bot.sandbox.demo_buttons import Button, of
from bot.sandbox.demo_office import Office
from bot.sandbox.forms import Given
from bot.sandbox.people import Answer, Person
from bot.sandbox.workspace import Channel, Message, View

PATIENCE = 5.0


class NotAnswered(Exception):
    """The bot did not react as it should; the message says how it did."""


class Acts:
    def __init__(self, office: Office) -> None:
        self._office = office
        self._screen = office.screen

    async def types(self, person: Person, command: str, channel: Channel | str) -> None:
        self._screen.typed(person.name, _name(channel), command)
        await self._answered(person, person.slash(command, channel=channel))

    async def mentions(self, person: Person, words: str, channel: Channel | str) -> None:
        async def mention() -> Message:
            message = await person.mention(words, channel=channel)
            self._screen.message(message)
            self._office.feed.ignore(message)
            return message

        await self._answered(person, mention())

    async def says(self, person: Person, words: str, channel: Channel | str) -> None:
        await person.say(words, channel=channel)
        await self.catch_up()

    async def presses(self, person: Person, button: Button) -> None:
        self._screen.pressed(person.name, button.label)
        click = person.click(button.target, button.action_id, value=button.value)
        await self._answered(person, click)

    async def presses_labelled(self, person: Person, label: str) -> None:
        """The newest button with this label that the person sees."""
        await self.presses(person, self._newest(person, label))

    async def submits(self, person: Person, **answers: Given) -> None:
        view = open_form(person)
        told = "  ".join(f'{name}="{answer}"' for name, answer in answers.items())
        self._screen.sent(person.name, view.title, told)
        answer = person.submit(view, **answers)
        await self._answered(person, answer)

    async def catch_up(self) -> None:
        """Let the bot finish, and show what came of it."""
        if not await self._office.calm():
            left = ", ".join(await self._office.undone())
            raise NotAnswered(f"The bot is still busy: {left or 'Slack calls under way'}.")
        self._office.show_news()

    async def _answered(self, person: Person, act: Awaitable[Answer | Message]) -> None:
        before = self._seen_by(person)
        answer = await act
        if isinstance(answer, Answer):
            self._require_heard(person, answer)
        await self._office.until(lambda: self._seen_by(person) != before, PATIENCE)
        silent = self._seen_by(person) == before
        await self.catch_up()
        if silent:
            raise NotAnswered("The bot says nothing to that.")

    def _require_heard(self, person: Person, answer: Answer) -> None:
        """What Slack's client refuses never reaches the bot, and stands under the field."""
        view = person.view()
        if answer.errors and view is not None:
            view.errors = answer.errors
        elif answer.status != "ok":
            raise NotAnswered(f"Slack shows an error: {answer.problem or answer.status}.")

    def _seen_by(self, person: Person) -> list[str]:
        view = person.view()
        private = [f"{m.ts} {m.text} {m.blocks}" for m in person.private if not m.deleted]
        form = f"{view.id} {view.body} {view.errors}" if view else ""
        return [*private, form, str(len(person.inbox()))]

    def _newest(self, person: Person, label: str) -> Button:
        workspace = self._office.slack.workspace
        channels = workspace.channels.values()
        public = [m for c in channels if _is_open_to(person, c) for m in c.messages]
        seen = [m for m in (*public, *person.private) if not m.deleted]
        for message in sorted(seen, key=lambda message: message.ts, reverse=True):
            for button in of(message):
                if button.label == label:
                    return button
        raise NotAnswered(f"{person.name} sees no button “{label}”.")


def open_form(person: Person) -> View:
    view = person.view()
    if view is None:
        raise NotAnswered(f"{person.name} has no form open.")
    return view


def _is_open_to(person: Person, channel: Channel) -> bool:
    return channel.kind == "public" or person.id in channel.members


def _name(channel: Channel | str) -> str:
    return channel if isinstance(channel, str) else channel.name
