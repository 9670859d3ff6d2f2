"""Channels are made, renamed, archived and described, and people come and go."""

from __future__ import annotations

from typing import Any

from bot.sandbox.conversation import Kind
from bot.sandbox.posting import notice
from bot.sandbox.workspace import Channel, Workspace

Json = dict[str, Any]


def create(workspace: Workspace, name: str, kind: Kind, by: str) -> Channel:
    channel = workspace.add_channel(name, kind, creator=by)
    if kind == "public":
        described = {
            "id": channel.id,
            "name": name,
            "name_normalized": name,
            "created": channel.created,
            "creator": by,
            "context_team_id": workspace.team,
        }
        workspace.emit("channel_created", {"channel": described})
    join(workspace, channel, by)
    return channel


def join(workspace: Workspace, channel: Channel, user: str, inviter: str | None = None) -> None:
    if user in channel.members:
        return
    channel.members.add(user)
    details = {"inviter": inviter} if inviter else {}
    if workspace.bot_is_in(channel):
        workspace.emit("member_joined_channel", _membership(workspace, channel, user) | details)
    subtype = "group_join" if channel.is_private else "channel_join"
    notice(workspace, channel, subtype, user, f"<@{user}> has joined the channel", **details)


def leave(workspace: Workspace, channel: Channel, user: str) -> None:
    if user not in channel.members:
        return
    channel.members.discard(user)
    if user == workspace.bot.id:
        left = "group_left" if channel.is_private else "channel_left"
        workspace.emit(left, {"channel": channel.id, "actor_id": user})
    elif workspace.bot_is_in(channel):
        workspace.emit("member_left_channel", _membership(workspace, channel, user))


def _membership(workspace: Workspace, channel: Channel, user: str) -> Json:
    letter = "G" if channel.is_private else "C"
    return {
        "user": user,
        "channel": channel.id,
        "channel_type": letter,
        "team": workspace.team,
    }


def rename(workspace: Workspace, channel: Channel, name: str, by: str) -> None:
    old, channel.name = channel.name, name
    channel.previous_names.insert(0, old)
    body = {"id": channel.id, "name": name, "name_normalized": name, "created": channel.created}
    _emit_of_room(workspace, channel, "rename", {"channel": body})
    text = f'<@{by}> has renamed the channel from "{old}" to "{name}"'
    notice(workspace, channel, _subtype(channel, "name"), by, text, old_name=old, name=name)


def set_topic(workspace: Workspace, channel: Channel, topic: str, by: str) -> None:
    channel.topic = topic
    text = f"<@{by}> set the channel topic: {topic}"
    notice(workspace, channel, _subtype(channel, "topic"), by, text, topic=topic)


def set_purpose(workspace: Workspace, channel: Channel, purpose: str, by: str) -> None:
    channel.purpose = purpose
    text = f"<@{by}> set the channel description: {purpose}"
    notice(workspace, channel, _subtype(channel, "purpose"), by, text, purpose=purpose)


def archive(workspace: Workspace, channel: Channel, by: str) -> None:
    """Members stay on record, as on Slack, so that unarchiving brings them back."""
    channel.is_archived = True
    _emit_of_room(workspace, channel, "archive", {"channel": channel.id, "user": by})


def unarchive(workspace: Workspace, channel: Channel, by: str) -> None:
    channel.is_archived = False
    _emit_of_room(workspace, channel, "unarchive", {"channel": channel.id, "user": by})


def change_id(workspace: Workspace, channel: Channel) -> None:
    """What happens to a private channel that becomes shared: the same channel, a new id."""
    old = channel.id
    channel.id = workspace.mint("C")
    workspace.channels = {c.id: c for c in workspace.channels.values()}
    for message in channel.everything.values():
        message.channel = channel.id
    body = {"old_channel_id": old, "new_channel_id": channel.id}
    if workspace.bot_is_in(channel):
        workspace.emit("channel_id_changed", body)


def _subtype(channel: Channel, what: str) -> str:
    return f"group_{what}" if channel.is_private else f"channel_{what}"


def _emit_of_room(workspace: Workspace, channel: Channel, what: str, body: Json) -> None:
    """Public channels are everybody's business, private ones their members'."""
    if channel.kind == "public" or workspace.bot_is_in(channel):
        workspace.emit(_subtype(channel, what), body)
