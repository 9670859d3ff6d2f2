"""Commands, buttons, forms and shortcuts as Slack sends them."""

from __future__ import annotations

from typing import Any

from bot.sandbox.shown import APP_ID, shown_message, shown_view
from bot.sandbox.workspace import Channel, Member, Message, View, Workspace

Json = dict[str, Any]

DOMAIN = "local"


def command(
    workspace: Workspace, user: Member, channel: Channel, name: str, text: str, **more: str
) -> Json:
    """`more` is trigger_id and response_url."""
    names = {"public": channel.name, "private": "privategroup", "im": "directmessage"}
    return {
        "token": "unused",
        "team_id": workspace.team,
        "team_domain": DOMAIN,
        "channel_id": channel.id,
        "channel_name": names[channel.kind],
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        **more,
    }


def interaction(workspace: Workspace, user: Member, type_: str, **more: Any) -> Json:
    """What every interaction carries, and whatever this one has besides."""
    return {
        "type": type_,
        "token": "unused",
        "team": {"id": workspace.team, "domain": DOMAIN},
        "user": {
            "id": user.id,
            "username": user.name,
            "name": user.name,
            "team_id": user.team,
        },
        "api_app_id": APP_ID,
        "enterprise": None,
        "is_enterprise_install": False,
        **more,
    }


def message_place(workspace: Workspace, message: Message) -> Json:
    """Where a button on a message stands."""
    channel = workspace.channels[message.channel]
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.ephemeral_to is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    place: Json = {"container": container, "channel": named(channel), "state": {"values": {}}}
    if message.ephemeral_to is None:
        place["message"] = shown_message(workspace, message)
    return place


def named(channel: Channel) -> Json:
    names = {"public": channel.name, "private": "privategroup", "im": "directmessage"}
    return {"id": channel.id, "name": names[channel.kind]}


def view_place(workspace: Workspace, view: View) -> Json:
    """Where a button in a form or Home tab stands."""
    return {"container": {"type": "view", "view_id": view.id}, "view": shown_view(workspace, view)}


def action(block: Json, element: Json, chosen: Json, at: str) -> Json:
    """One entry of `actions`; `chosen` is the state of a select, nothing for a button."""
    taken = {
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "type": element["type"],
        "action_ts": at,
        **chosen,
    }
    for name in ("text", "value", "style"):
        if element["type"] == "button" and name in element:
            taken[name] = element[name]
    return taken
