"""What is new in the workspace since one last looked, each thing once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.sandbox.backstage import Backstage
from bot.sandbox.workspace import Message, View

SILENT = ("channel_topic", "channel_purpose", "group_topic", "group_purpose")
JOINED = ("channel_join", "group_join")


@dataclass(frozen=True)
class Fresh:
    """`changed`: it was there before and looks different now."""

    thing: Message | View
    changed: bool


class Feed:
    def __init__(self, backstage: Backstage) -> None:
        self._workspace = backstage.workspace
        self._modals = backstage.modals
        self._seen: dict[Message | View, str] = {}

    def fresh(self) -> list[Fresh]:
        """Messages as they were written, then the forms that are open."""
        found = [
            Fresh(thing, thing in self._seen) for thing in self._there() if self._is_new(thing)
        ]
        self._seen |= {fresh.thing: _looks(fresh.thing) for fresh in found}
        return found

    def ignore(self, thing: Message | View) -> None:
        """It has been shown some other way."""
        self._seen[thing] = _looks(thing)

    def _is_new(self, thing: Message | View) -> bool:
        return self._seen.get(thing) != _looks(thing)

    def _there(self) -> Iterator[Message | View]:
        public = (m for c in self._workspace.channels.values() for m in c.everything.values())
        private = (m for several in self._workspace.private.values() for m in several)
        messages = [m for m in (*public, *private) if not m.deleted and not self._is_dull(m)]
        yield from sorted(messages, key=lambda message: message.ts)
        yield from (view for view in self._modals.views.values() if view.open)

    def _is_dull(self, message: Message) -> bool:
        """The topic is shown with its room, and that the bot is in its own rooms is no news."""
        own = message.user == self._workspace.bot.id
        return message.subtype in SILENT or (message.subtype in JOINED and own)


def _looks(thing: Message | View) -> str:
    if isinstance(thing, View):
        return f"{thing.body} {thing.errors}"
    return f"{thing.text} {thing.blocks}"
