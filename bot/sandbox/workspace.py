"""The workspace: who and what there is, and the ids and times by which it is known."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.conversation import Channel, Kind, Message, Pin
from bot.sandbox.view import View

__all__ = ["Channel", "Event", "Member", "Message", "Pin", "UserGroup", "View", "Workspace"]

Json = dict[str, Any]

SLACKBOT = "USLACKBOT"


@dataclass(eq=False)
class Member:
    """A user of the workspace, people and bots alike."""

    id: str
    name: str
    team: str
    locale: str = "en-US"
    tz: str = "Etc/UTC"
    is_restricted: bool = False
    deleted: bool = False
    bot_id: str | None = None
    email: str = ""

    def __post_init__(self) -> None:
        self.email = self.email or f"{self.name}@example.com"

    @property
    def is_bot(self) -> bool:
        return self.bot_id is not None


@dataclass(eq=False)
class UserGroup:
    id: str
    handle: str
    users: list[str] = field(default_factory=list)
    disabled: bool = False


@dataclass(frozen=True)
class Event:
    """Something the bot may be told; `subscription` is its name in a manifest's bot_events."""

    type: str
    subscription: str
    body: Json


class Workspace:
    """Everything that exists; acts on it live in posting, rooms, membership and marks."""

    def __init__(self, clock: Callable[[], float], team: str) -> None:
        self.clock = clock
        self.team = team
        self.channels: dict[str, Channel] = {}
        self.users: dict[str, Member] = {}
        self.user_groups: dict[str, UserGroup] = {}
        self.homes: dict[str, View] = {}
        self.files: dict[str, Json] = {}
        self.private: dict[str, list[Message]] = {}
        self.listener: Callable[[Event], None] | None = None
        self._numbers = itertools.count(1)
        self._last_moment = 0
        self.bot = self.add_member("incident", bot_id=self.mint("B"))
        self.general = self.add_channel("general", "public", creator=SLACKBOT)
        self.general.is_general = True

    def mint(self, prefix: str) -> str:
        """A new id in Slack's form, such as C0LOCAL00A."""
        return f"{prefix}0LOCAL{next(self._numbers):03X}"

    def mint_unique(self, prefix: str) -> str:
        """An id that no other workspace has either: views, files, bookmarks."""
        return f"{prefix}{secrets.token_hex(5).upper()}"

    def ts(self) -> str:
        """The next message time: the clock's, but never one that was given before."""
        moment = max(int(self.clock() * 1_000_000), self._last_moment + 1)
        self._last_moment = moment
        return f"{moment // 1_000_000}.{moment % 1_000_000:06d}"

    def add_member(self, name: str, **more: Any) -> Member:
        more.setdefault("team", self.team)
        member = Member(id=self.mint("U"), name=name, **more)
        self.users[member.id] = member
        return member

    def add_channel(
        self, name: str, kind: Kind, *, creator: str, other: str | None = None
    ) -> Channel:
        channel = Channel(
            id=self.mint({"public": "C", "private": "C", "im": "D"}[kind]),
            name=name,
            kind=kind,
            creator=creator,
            created=int(self.clock()),
            other=other,
        )
        self.channels[channel.id] = channel
        return channel

    def channel_named(self, name: str) -> Channel:
        for channel in self.channels.values():
            if channel.name == name and channel.kind != "im":
                return channel
        known = sorted(c.name for c in self.channels.values() if c.kind != "im")
        raise LookupError(f"no channel #{name}; there are {known}")

    def user_named(self, name: str) -> Member | None:
        return next((user for user in self.users.values() if user.name == name), None)

    def group_named(self, handle: str) -> UserGroup | None:
        groups = self.user_groups.values()
        return next((group for group in groups if group.handle == handle), None)

    def direct(self, user: str) -> Channel:
        """The direct conversation of the bot and this user, made at first use."""
        for channel in self.channels.values():
            if channel.other == user:
                return channel
        channel = self.add_channel("", "im", creator=self.bot.id, other=user)
        channel.members = {user, self.bot.id}
        return channel

    def bot_is_in(self, channel: Channel) -> bool:
        return self.bot.id in channel.members

    def emit(self, type_: str, body: Json, *, subscription: str | None = None) -> None:
        """Tell the bot, if it listens; whoever calls has made sure that the bot may hear it."""
        if self.listener is not None:
            body = {"type": type_, "event_ts": self.ts(), **body}
            self.listener(Event(type_, subscription or type_, body))
