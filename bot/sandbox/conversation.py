"""Channels and messages as the local Slack keeps them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["public", "private", "im"]
Json = dict[str, Any]

SAID = (None, "bot_message", "thread_broadcast", "file_share", "me_message")


@dataclass(eq=False)
class Message:
    """A message; `subtype` is set on notices such as channel_topic, which nobody typed.

    `broadcasts` names everybody whom it would wake ("channel", "here", "everyone", a group's id),
    `mentions` the single people; both are empty in a message that disturbs nobody.
    """

    channel: str
    ts: str
    text: str = ""
    user: str | None = None
    bot_id: str | None = None
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    thread_ts: str | None = None
    subtype: str | None = None
    reply_broadcast: bool = False
    edited: Json | None = None
    deleted: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)
    files: list[Json] = field(default_factory=list)
    ephemeral_to: str | None = None
    broadcasts: list[str] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)
    details: Json = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def stands_in_channel(self) -> bool:
        """False for a thread reply that was not also sent to the channel."""
        return not self.is_reply or self.reply_broadcast


@dataclass
class Pin:
    message: Message
    created: int
    created_by: str


@dataclass(eq=False)
class Channel:
    """A conversation: public, private or direct (`im`); `other` is the person in a direct one."""

    id: str
    name: str
    kind: Kind
    creator: str
    created: int
    is_archived: bool = False
    is_general: bool = False
    is_ext_shared: bool = False
    """Whether people of another organisation are in it."""
    other: str | None = None
    topic: str = ""
    purpose: str = ""
    members: set[str] = field(default_factory=set)
    pins: list[Pin] = field(default_factory=list)
    bookmarks: list[Json] = field(default_factory=list)
    previous_names: list[str] = field(default_factory=list)
    everything: dict[str, Message] = field(default_factory=dict)
    threaded: set[str] = field(default_factory=set)
    """The messages that were ever replied to."""

    @property
    def is_private(self) -> bool:
        return self.kind != "public"

    @property
    def messages(self) -> list[Message]:
        """What people and bots wrote at the top level, oldest first; no notices, no tombstones."""
        return [message for message in self.history if message.subtype in SAID]

    @property
    def history(self) -> list[Message]:
        """What stands in the channel, oldest first, notices (joined, topic …) included."""
        present = (m for m in self.everything.values() if not m.deleted)
        return [message for message in present if message.stands_in_channel]

    def thread(self, ts: str) -> list[Message]:
        """The message and the replies under it, oldest first."""
        if ts not in self.threaded:
            alone = self.message(ts)
            return [alone] if alone else []
        present = (m for m in self.everything.values() if not m.deleted)
        return [message for message in present if ts in (message.ts, message.thread_ts)]

    def message(self, ts: str) -> Message | None:
        """The message with this ts, a reply too; None when there is none or it was deleted."""
        message = self.everything.get(ts)
        return None if message is None or message.deleted else message
