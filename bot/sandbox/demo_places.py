"""Who one is in the demo, where one is, and what one sees from there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language import LOCALES
from bot.sandbox.demo_acts import NotAnswered
from bot.sandbox.demo_form import fields
from bot.sandbox.demo_office import Office
from bot.sandbox.people import Person
from bot.sandbox.workspace import Channel, Message, View

SHOWN = 8
SLACK_LOCALES = {"en": "en-US", "fr": "fr-FR"}


class Places:
    def __init__(self, office: Office) -> None:
        self._slack = office.slack
        self._workspace = office.slack.workspace
        self.person: Person = self._slack.person("ana")
        self.channel: Channel = self._workspace.general

    async def be(self, name: str, locale: str) -> str:
        """Become this person, who is made if need be; returns what to say about it."""
        if not re.fullmatch(r"[a-z][a-z0-9._-]{0,20}", name) or name == self._slack.bot.name:
            raise NotAnswered(f"“{name}” cannot be a person. Names are like ana or j.doe.")
        if locale and locale not in LOCALES:
            raise NotAnswered(f"The bot speaks {' and '.join(LOCALES)}: as {name} fr")
        is_new = self._workspace.user_named(name) is None
        self.person = self._slack.newcomer(name) if is_new else self._slack.person(name)
        if locale:
            await self.person.change(locale=SLACK_LOCALES[locale])
        if not self._may_enter(self.channel):
            self.channel = self._workspace.general
        there = f"You are {name}, in #{self.channel.name}"
        return f"{there}; Slack in {self.person.member.locale[:2]}."

    def go(self, name: str) -> None:
        rooms = {channel.name: channel for channel in self._rooms()}
        if name not in rooms:
            known = ", ".join(f"#{room}" for room in sorted(rooms))
            raise NotAnswered(f"{self.person.name} sees no channel #{name}. There are {known}.")
        self.channel = rooms[name]

    def in_sight(self) -> list[Message | View]:
        """The end of the channel with what only this person sees, and the open form."""
        private = [m for m in self.person.private if m.channel == self.channel.id and not m.deleted]
        seen = sorted((*self.channel.messages, *private), key=lambda message: message.ts)
        form = self.person.view()
        return [*seen[-SHOWN:], *([form] if form and any(fields(form)) else [])]

    def people(self) -> Sequence[tuple[str, str]]:
        every = [m for m in self._workspace.users.values() if not m.is_bot]
        return [(self._marked(m.name, self.person.name), f"Slack in {m.locale}") for m in every]

    def channels(self) -> Sequence[tuple[str, str]]:
        return [
            (self._marked(f"#{room.name}", f"#{self.channel.name}"), self._told(room))
            for room in self._rooms()
        ]

    def _told(self, room: Channel) -> str:
        names = sorted(self._workspace.users[id].name for id in room.members)
        return f"{'private, ' if room.is_private else ''}{', '.join(names) or 'nobody yet'}"

    def _marked(self, name: str, current: str) -> str:
        return f"{name} (you)" if name == current else name

    def _rooms(self) -> list[Channel]:
        every = self._workspace.channels.values()
        return [channel for channel in every if channel.kind != "im" and self._may_enter(channel)]

    def _may_enter(self, channel: Channel) -> bool:
        return not channel.is_private or self.person.id in channel.members
