"""What a Web API method gets to see: its arguments, the workspace, and the scopes it may use."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from bot.sandbox.call import Refused
from bot.sandbox.conversation import Kind
from bot.sandbox.workspace import Channel, Member, Message, Workspace

if TYPE_CHECKING:
    from bot.sandbox.backstage import Backstage

Json = dict[str, Any]
ByKind = Mapping[Kind, tuple[str, ...]]
Item = TypeVar("Item")

TRUE = (True, "true", "True", "1", 1)


@dataclass(frozen=True)
class Request:
    """`granted` is None when the app may do everything."""

    backstage: Backstage
    arguments: Json
    granted: frozenset[str] | None
    scopes: tuple[str, ...] | ByKind

    @property
    def workspace(self) -> Workspace:
        return self.backstage.workspace

    @property
    def bot(self) -> Member:
        return self.workspace.bot

    def text(self, name: str, default: str = "") -> str:
        value = self.arguments.get(name)
        return default if value is None else str(value)

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.arguments.get(name)
        return default if value is None else value in TRUE

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.arguments.get(name) or default)
        except (TypeError, ValueError):
            raise Refused("invalid_arguments", [f"[ERROR] must be an integer: {name}"]) from None

    def names(self, name: str) -> list[str]:
        """A list that may also come comma-separated."""
        value = self.arguments.get(name) or []
        parts = value if isinstance(value, list) else str(value).split(",")
        return [str(part).strip() for part in parts if str(part).strip()]

    def allow(self, kind: Kind) -> None:
        """Refuse when the scope for this kind of conversation was not granted."""
        if isinstance(self.scopes, Mapping):
            require_scope(self.granted, self.scopes.get(kind, ()))

    def channel(self, name: str = "channel") -> Channel:
        """The conversation asked for, if the bot may know of it."""
        channel = self.workspace.channels.get(self.text(name))
        if channel is None:
            raise Refused("channel_not_found")
        self.allow(channel.kind)
        if channel.is_private and not self.workspace.bot_is_in(channel):
            raise Refused("channel_not_found")
        return channel

    def own_channel(self, name: str = "channel") -> Channel:
        """The same, and the bot must be a member."""
        channel = self.channel(name)
        if not self.workspace.bot_is_in(channel):
            raise Refused("not_in_channel")
        return channel

    def live_channel(self, name: str = "channel") -> Channel:
        """The same, and it must not be archived."""
        channel = self.own_channel(name)
        if channel.is_archived:
            raise Refused("is_archived")
        return channel

    def message(self, channel: Channel, name: str = "ts") -> Message:
        message = channel.message(self.text(name))
        if message is None:
            raise Refused("message_not_found")
        return message

    def page(self, items: Sequence[Item], *, default: int, most: int) -> tuple[list[Item], Json]:
        """One page of the items, and the response_metadata that leads to the next."""
        start = self._offset()
        limit = min(self.number("limit", default), most)
        if limit < 1:
            raise Refused("invalid_limit")
        rest = start + limit < len(items)
        cursor = _encode(start + limit) if rest else ""
        return list(items[start : start + limit]), {"next_cursor": cursor}

    def _offset(self) -> int:
        cursor = self.text("cursor")
        if not cursor:
            return 0
        try:
            return int(base64.b64decode(cursor).decode().removeprefix("next:"))
        except (binascii.Error, ValueError):
            raise Refused("invalid_cursor") from None


def _encode(offset: int) -> str:
    return base64.b64encode(f"next:{offset}".encode()).decode()


def require_scope(granted: frozenset[str] | None, needed: Sequence[str]) -> None:
    """Refuse with missing_scope unless one of the needed scopes was granted."""
    if granted is None or not needed or granted.intersection(needed):
        return
    provided = ",".join(sorted(granted))
    raise Refused("missing_scope", needed=",".join(needed), provided=provided)
