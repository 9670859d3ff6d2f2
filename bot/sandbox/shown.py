"""How the Web API and the events show what is in the workspace: JSON in Slack's form."""

from __future__ import annotations

from typing import Any

from bot.sandbox.view import View
from bot.sandbox.workspace import Channel, Member, Message, UserGroup, Workspace

Json = dict[str, Any]

APP_ID = "A0LOCAL"
CHANNEL_TYPES = {"public": "channel", "private": "group", "im": "im"}


def shown_message(workspace: Workspace, message: Message, *, metadata: bool = True) -> Json:
    """The message as history and events carry it."""
    shown: Json = {"type": "message", "ts": message.ts, "text": message.text, **message.details}
    optional = {
        "subtype": message.subtype,
        "user": message.user,
        "thread_ts": message.thread_ts,
        "blocks": message.blocks,
        "attachments": message.attachments,
        "files": message.files,
        "edited": message.edited,
    }
    shown.update({key: value for key, value in optional.items() if value})
    if message.bot_id is not None:
        shown.update(_bot_signature(workspace, message))
    if metadata and message.metadata:
        shown["metadata"] = message.metadata
    if message.reactions:
        shown["reactions"] = shown_reactions(message)
    if message.subtype == "thread_broadcast":
        shown |= _root(workspace, message)
    shown |= _pinning(workspace, message)
    return {**shown, "team": workspace.team, **_thread_summary(workspace, message)}


def _pinning(workspace: Workspace, message: Message) -> Json:
    channel = workspace.channels.get(message.channel)
    pins = channel.pins if channel is not None else []
    for pin in pins:
        if pin.message is message:
            info = {
                "channel": message.channel,
                "pinned_by": pin.created_by,
                "pinned_ts": pin.created,
            }
            return {"pinned_to": [message.channel], "pinned_info": {message.channel: info}}
    return {}


def _root(workspace: Workspace, message: Message) -> Json:
    root = workspace.channels[message.channel].everything.get(message.thread_ts or "")
    return {} if root is None else {"root": shown_message(workspace, root)}


def _bot_signature(workspace: Workspace, message: Message) -> Json:
    bot = workspace.bot
    profile = {"id": message.bot_id, "app_id": APP_ID, "name": bot.name, "team_id": bot.team}
    return {"bot_id": message.bot_id, "app_id": APP_ID, "bot_profile": profile}


def _thread_summary(workspace: Workspace, message: Message) -> Json:
    channel = workspace.channels.get(message.channel)
    if channel is None or message.ephemeral_to or message.subtype == "thread_broadcast":
        return {}
    if message.is_reply:
        parent = channel.everything.get(message.thread_ts or "")
        return {"parent_user_id": parent.user} if parent is not None and parent.user else {}
    replies = channel.thread(message.ts)[1:]
    if not replies:
        return {}
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users": list(dict.fromkeys(reply.user for reply in replies if reply.user)),
        "latest_reply": replies[-1].ts,
    }


def shown_reactions(message: Message) -> list[Json]:
    return [
        {"name": name, "users": list(users), "count": len(users)}
        for name, users in message.reactions.items()
    ]


def shown_channel(workspace: Workspace, channel: Channel) -> Json:
    if channel.kind == "im":
        return _shown_direct(workspace, channel)
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "previous_names": list(channel.previous_names),
        "is_channel": channel.kind == "public",
        "is_group": channel.kind == "private",
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_general": channel.is_general,
        "is_member": workspace.bot_is_in(channel),
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "created": channel.created,
        "creator": channel.creator,
        "context_team_id": workspace.team,
        "topic": {"value": channel.topic, "creator": channel.creator, "last_set": 0},
        "purpose": {"value": channel.purpose, "creator": channel.creator, "last_set": 0},
    }


def _shown_direct(workspace: Workspace, channel: Channel) -> Json:
    return {
        "id": channel.id,
        "created": channel.created,
        "is_im": True,
        "is_archived": False,
        "is_org_shared": False,
        "is_open": True,
        "context_team_id": workspace.team,
        "user": channel.other,
    }


def shown_user(member: Member, *, home_team: str, with_locale: bool = False) -> Json:
    name = member.name.replace(".", " ").title()
    shown: Json = {
        "id": member.id,
        "team_id": member.team,
        "name": member.name,
        "real_name": name,
        "deleted": member.deleted,
        "tz": member.tz,
        "is_bot": member.is_bot,
        "is_app_user": False,
        "is_restricted": member.is_restricted,
        "is_ultra_restricted": False,
        "is_admin": False,
        "is_owner": False,
        "profile": {
            "real_name": name,
            "real_name_normalized": name,
            "display_name": member.name,
            "display_name_normalized": member.name,
            "team": member.team,
        },
    }
    if member.team != home_team:
        shown["is_stranger"] = True
    if with_locale:
        shown["locale"] = member.locale
    return shown


def shown_user_group(workspace: Workspace, group: UserGroup, *, with_users: bool) -> Json:
    shown: Json = {
        "id": group.id,
        "team_id": workspace.team,
        "is_usergroup": True,
        "name": group.handle,
        "handle": group.handle,
        "description": "",
        "date_delete": 1 if group.disabled else 0,
        "user_count": len(group.users),
    }
    return {**shown, "users": list(group.users)} if with_users else shown


def shown_view(workspace: Workspace, view: View) -> Json:
    return {
        "submit": None,
        "close": None,
        "private_metadata": "",
        "callback_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        "external_id": "",
        **view.body,
        "id": view.id,
        "team_id": workspace.team,
        "app_id": APP_ID,
        "app_installed_team_id": workspace.team,
        "bot_id": workspace.bot.bot_id,
        "hash": view.hash,
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "state": {"values": view.state},
    }
