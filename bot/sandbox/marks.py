"""What is put on messages: reactions and pins, with the events that follow."""

from __future__ import annotations

from typing import Any

from bot.sandbox.call import Refused
from bot.sandbox.shown import shown_message
from bot.sandbox.workspace import Channel, Message, Pin, Workspace

Json = dict[str, Any]


def react(workspace: Workspace, channel: Channel, message: Message, user: str, name: str) -> None:
    users = message.reactions.setdefault(name, [])
    if user in users:
        raise Refused("already_reacted")
    users.append(user)
    _tell_of_reaction(workspace, channel, message, "reaction_added", user, name)


def unreact(workspace: Workspace, channel: Channel, message: Message, user: str, name: str) -> None:
    users = message.reactions.get(name, [])
    if user not in users:
        raise Refused("no_reaction")
    users.remove(user)
    if not users:
        del message.reactions[name]
    _tell_of_reaction(workspace, channel, message, "reaction_removed", user, name)


def _tell_of_reaction(
    workspace: Workspace, channel: Channel, message: Message, type_: str, user: str, name: str
) -> None:
    if not workspace.bot_is_in(channel):
        return
    body: Json = {
        "user": user,
        "reaction": name,
        "item": {"type": "message", "channel": channel.id, "ts": message.ts},
    }
    if message.user is not None:
        body["item_user"] = message.user
    workspace.emit(type_, body)


def pin(workspace: Workspace, channel: Channel, message: Message, user: str) -> None:
    if any(pin.message is message for pin in channel.pins):
        raise Refused("already_pinned")
    made = Pin(message, int(workspace.clock()), user)
    channel.pins.append(made)
    _tell_of_pin(workspace, channel, made, "pin_added", user)


def unpin(workspace: Workspace, channel: Channel, message: Message, user: str) -> None:
    gone = next((pin for pin in channel.pins if pin.message is message), None)
    if gone is None:
        raise Refused("no_pin")
    channel.pins.remove(gone)
    _tell_of_pin(workspace, channel, gone, "pin_removed", user)


def shown_pin(workspace: Workspace, channel: Channel, pin: Pin) -> Json:
    return {
        "type": "message",
        "channel": channel.id,
        "message": shown_message(workspace, pin.message),
        "created": pin.created,
        "created_by": pin.created_by,
    }


def _tell_of_pin(workspace: Workspace, channel: Channel, pin: Pin, type_: str, user: str) -> None:
    if workspace.bot_is_in(channel):
        body = {
            "user": user,
            "channel_id": channel.id,
            "item": shown_pin(workspace, channel, pin),
            "item_user": pin.message.user,
            "pin_count": len(channel.pins),
        }
        workspace.emit(type_, body)
