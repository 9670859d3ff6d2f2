"""What an event tells of messages, for the record: nothing is decided here, and nothing asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.incident.ids import ChannelId, MessageTs, UserId
from bot.incident.message import ANYBODY, PIN, Content, File, Heard, HeardKind, mark_key, moment_of
from bot.response.record import Told

Event = Mapping[str, Any]
# Told by events of their own, or by what they are about.
NO_MESSAGES = frozenset(
    {
        "channel_join",
        "channel_leave",
        "group_join",
        "group_leave",
        "pinned_item",
        "unpinned_item",
        "message_replied",
    }
)
TOMBSTONE = "tombstone"
"""What stands where a message was deleted that has replies."""
_MARKS = {"reaction_added": True, "reaction_removed": False}
_PINS = {"pin_added": True, "pin_removed": False}


@dataclass(frozen=True, slots=True)
class Ear:
    """`name_of`: what somebody is called now. `masked`: words without their secrets, and which
    kinds of secrets those were.
    """

    name_of: Callable[[UserId], str | None]
    masked: Callable[[Content], tuple[Content, tuple[str, ...]]]

    def hear(self, event: Event, now: datetime) -> list[Told]:
        kind = str(event.get("type"))
        if kind == "message":
            return list(self._message(event, now))
        if kind in _MARKS and event["item"].get("type") == "message":
            return [Told(_reaction(event, _MARKS[kind], now))]
        if kind in _PINS and event["item"].get("type") == "message":
            return [Told(_pin(event, _PINS[kind], now))]
        return []

    def read(self, channel: ChannelId, message: Event, now: datetime) -> Told:
        """A message as it stands in the channel's history."""
        return self._as_it_was(channel, message, now)

    def _message(self, event: Event, now: datetime) -> Iterator[Told]:
        channel, subtype = ChannelId(event["channel"]), event.get("subtype")
        if subtype == "message_changed":
            yield from self._changed(channel, event, now)
        elif subtype == "message_deleted":
            yield from self._gone(channel, str(event["deleted_ts"]), event, now)
        elif subtype not in NO_MESSAGES and not event.get("hidden"):
            yield self._posted(channel, event, now)

    def _changed(self, channel: ChannelId, event: Event, now: datetime) -> Iterator[Told]:
        """Unfurled links and found languages come as changes too, and change no word."""
        after, before = event["message"], event.get("previous_message")
        if after.get("subtype") == TOMBSTONE:
            yield from self._gone(channel, str(after["ts"]), event, now)
            return
        if before is not None:
            yield self._as_it_was(channel, before, now)
        if before is None or content_of(after) != content_of(before):
            yield self._edited(channel, after, _edited_at(after) or str(event["ts"]), now)

    def _gone(self, channel: ChannelId, ts: str, event: Event, now: datetime) -> Iterator[Told]:
        before = event.get("previous_message")
        if before is not None and before.get("subtype") == TOMBSTONE:
            before = None
        if before is not None and before.get("subtype") not in NO_MESSAGES:
            yield self._as_it_was(channel, before, now)
        at = str(event.get("event_ts") or event["ts"])
        about = before or {"ts": ts}
        gone = self._of(channel, {**about, "ts": ts}, HeardKind.DELETED, at, now)
        yield Told(gone.model_copy(update={"at": moment_of(at)}))

    def _as_it_was(self, channel: ChannelId, message: Event, now: datetime) -> Told:
        """Of a message that nobody heard of before, this is all there is."""
        if edited := _edited_at(message):
            return self._edited(channel, message, edited, now)
        return self._posted(channel, message, now)

    def _posted(self, channel: ChannelId, message: Event, now: datetime) -> Told:
        return self._with_words(message, self._of(channel, message, HeardKind.POSTED, "", now))

    def _edited(self, channel: ChannelId, message: Event, at: str, now: datetime) -> Told:
        heard = self._of(channel, message, HeardKind.EDITED, at, now)
        return self._with_words(message, heard.model_copy(update={"at": moment_of(at)}))

    def _with_words(self, message: Event, heard: Heard) -> Told:
        content, secrets = self.masked(content_of(message))
        return Told(heard.model_copy(update={"content": content}), secrets)

    def _of(
        self, channel: ChannelId, message: Event, kind: HeardKind, key: str, now: datetime
    ) -> Heard:
        """The first message of a thread is no reply, whether it has replies already or not."""
        ts, thread = str(message["ts"]), message.get("thread_ts")
        thread = None if thread == ts else thread
        return Heard(
            channel=channel,
            ts=MessageTs(ts),
            kind=kind,
            key=key,
            at=moment_of(ts),
            heard_at=now,
            by=message.get("user") or message.get("bot_id"),
            by_name=self._name(message),
            thread=MessageTs(str(thread)) if thread else None,
            subtype=message.get("subtype"),
            broadcast=message.get("subtype") == "thread_broadcast",
        )

    def _name(self, message: Event) -> str:
        user, bot = message.get("user"), message.get("bot_profile") or {}
        known = self.name_of(UserId(user)) if user else None
        return known or str(message.get("username") or bot.get("name") or "")


def content_of(message: Event) -> Content:
    rich = tuple(_rich_text(message.get("blocks") or ()))
    files = tuple(_file(file) for file in message.get("files") or ())
    return Content(text=str(message.get("text") or ""), blocks=rich, files=files)


def _rich_text(blocks: Sequence[Event]) -> Iterator[dict[str, Any]]:
    """Without the ids of blocks: Slack may give others when nothing has changed. Nothing where
    there are blocks of other kinds too: then the text alone has all of it.
    """
    if all(block.get("type") == "rich_text" for block in blocks):
        for block in blocks:
            yield {name: value for name, value in block.items() if name != "block_id"}


def _edited_at(message: Event) -> str | None:
    edited = message.get("edited")
    return str(edited["ts"]) if edited else None


def _file(file: Event) -> File:
    return File(
        id=str(file.get("id") or ""),
        name=str(file.get("name") or file.get("title") or ""),
        type=str(file.get("mimetype") or file.get("filetype") or ""),
        permalink=str(file.get("permalink") or ""),
    )


def _reaction(event: Event, present: bool, now: datetime) -> Heard:
    item, who = event["item"], str(event["user"])
    key = mark_key(str(event["reaction"]), who, str(event["event_ts"]))
    channel, ts = ChannelId(item["channel"]), item["ts"]
    return _mark(channel, ts, HeardKind.REACTION, key, event, present, now)


def _pin(event: Event, present: bool, now: datetime) -> Heard:
    """A message is pinned or not, whoever did it last."""
    channel = ChannelId(event.get("channel_id") or event["item"]["channel"])
    key = mark_key(PIN, ANYBODY, str(event["event_ts"]))
    ts = event["item"]["message"]["ts"]
    return _mark(channel, ts, HeardKind.PIN, key, event, present, now)


def _mark(
    channel: ChannelId,
    ts: str,
    kind: HeardKind,
    key: str,
    event: Event,
    present: bool,
    now: datetime,
) -> Heard:
    return Heard(
        channel=channel,
        ts=MessageTs(str(ts)),
        kind=kind,
        key=key,
        at=moment_of(str(event["event_ts"])),
        heard_at=now,
        by=str(event["user"]),
        present=present,
    )
