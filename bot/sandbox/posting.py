"""Messages come and go: posted, edited, deleted, each with the event that follows from it."""

from __future__ import annotations

import copy
import secrets
from typing import Any

from bot.sandbox.inputs import elements
from bot.sandbox.mentions import disturbed
from bot.sandbox.shown import CHANNEL_TYPES, shown_message
from bot.sandbox.workspace import SLACKBOT, Channel, Message, Workspace

Json = dict[str, Any]

TOMBSTONE = "tombstone"
SUBSCRIPTIONS = {"public": "message.channels", "private": "message.groups", "im": "message.im"}


def post(
    workspace: Workspace, channel: Channel, message: Message, *, link_names: bool = False
) -> Message:
    """Put a message into its channel; the bot hears of it where it is a member."""
    _complete(message, link_names=link_names)
    channel.everything[message.ts] = message
    if message.thread_ts and message.is_reply:
        channel.threaded.add(message.thread_ts)
    _tell(workspace, channel, shown_message(workspace, message))
    _tell_of_mention(workspace, channel, message)
    return message


def whisper(workspace: Workspace, message: Message) -> Message:
    """Show a message to one person only; nobody else, and no event, ever tells of it."""
    _complete(message)
    workspace.private.setdefault(message.ephemeral_to or "", []).append(message)
    return message


def notice(
    workspace: Workspace, channel: Channel, subtype: str, user: str, text: str, **details: Any
) -> None:
    """What Slack itself writes into the channel: who joined, the new topic."""
    message = Message(
        channel.id, workspace.ts(), text, user=user, subtype=subtype, details=dict(details)
    )
    channel.everything[message.ts] = message
    _tell(workspace, channel, shown_message(workspace, message))


def edit(workspace: Workspace, channel: Channel, message: Message, by: str, **changes: Any) -> None:
    """Change text, blocks, attachments or metadata in place."""
    before = shown_message(workspace, message)
    for name, value in changes.items():
        setattr(message, name, value)
    if not (message.bot_id and changes.get("blocks")):
        message.edited = {"user": by, "ts": workspace.ts()}
    _complete(message)
    after = shown_message(workspace, message)
    _tell_hidden(
        workspace, channel, subtype="message_changed", message=after, previous_message=before
    )


def redraw(message: Message, **changes: Any) -> None:
    """Change a message that only one person sees; no event tells of it."""
    for name, value in changes.items():
        setattr(message, name, value)
    _complete(message)


def delete(workspace: Workspace, channel: Channel, message: Message) -> None:
    """Of a message with replies a tombstone stays, until the last of them is deleted too."""
    before = shown_message(workspace, message)
    channel.pins = [pin for pin in channel.pins if pin.message is not message]
    if not message.is_reply and channel.thread(message.ts)[1:]:
        _bury(message)
        after = shown_message(workspace, message)
        _tell_hidden(
            workspace, channel, subtype="message_changed", message=after, previous_message=before
        )
        return
    _remove(workspace, channel, message, before)
    root = channel.message(message.thread_ts or "")
    if root is not None and root.subtype == TOMBSTONE and not channel.thread(root.ts)[1:]:
        _remove(workspace, channel, root, shown_message(workspace, root))


def _bury(message: Message) -> None:
    message.text, message.user, message.bot_id = "This message was deleted.", SLACKBOT, None
    message.subtype, message.metadata, message.edited = TOMBSTONE, None, None
    message.blocks, message.attachments, message.files, message.reactions = [], [], [], {}
    message.details = {"hidden": True, "is_locked": False}
    _complete(message)


def _remove(workspace: Workspace, channel: Channel, message: Message, before: Json) -> None:
    message.deleted = True
    _tell_hidden(
        workspace,
        channel,
        subtype="message_deleted",
        deleted_ts=message.ts,
        previous_message=before,
    )


def _complete(message: Message, *, link_names: bool = False) -> None:
    message.blocks = with_block_ids(message.blocks)
    found = disturbed(message.text, message.blocks, link_names=link_names)
    message.broadcasts, message.mentions = found.broadcasts, found.people


def with_block_ids(blocks: list[Json]) -> list[Json]:
    """The blocks with the block and action ids Slack gives to those that came without."""
    complete = copy.deepcopy(blocks)
    for block in complete:
        block["block_id"] = block.get("block_id") or secrets.token_hex(3)
    for _, element in elements(complete):
        element["action_id"] = element.get("action_id") or secrets.token_hex(3)
    return complete


def _tell_hidden(workspace: Workspace, channel: Channel, **body: Any) -> None:
    ts = workspace.ts()
    _tell(workspace, channel, {"type": "message", "hidden": True, "ts": ts, **body})


def _tell(workspace: Workspace, channel: Channel, body: Json) -> None:
    if not workspace.bot_is_in(channel):
        return
    place = {"channel": channel.id, "channel_type": CHANNEL_TYPES[channel.kind]}
    event = {**body, **place, "event_ts": body["ts"]}
    workspace.emit("message", event, subscription=SUBSCRIPTIONS[channel.kind])


def _tell_of_mention(workspace: Workspace, channel: Channel, message: Message) -> None:
    mentioned = workspace.bot.id in message.mentions and message.bot_id is None
    if mentioned and channel.kind != "im" and workspace.bot_is_in(channel):
        body = shown_message(workspace, message)
        body.update(type="app_mention", channel=channel.id, event_ts=message.ts)
        workspace.emit("app_mention", body)
