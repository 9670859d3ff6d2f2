"""pins.* and reactions.*."""

from __future__ import annotations

from typing import Any

from bot.sandbox import marks
from bot.sandbox.call import Refused
from bot.sandbox.methods.request import Request
from bot.sandbox.shown import shown_message, shown_reactions
from bot.sandbox.workspace import Channel, Message


def add_pin(request: Request) -> dict[str, Any]:
    channel, message = _target(request)
    if not request.workspace.bot_is_in(channel):
        raise Refused("not_in_channel")
    marks.pin(request.workspace, channel, message, request.bot.id)
    return {}


def remove_pin(request: Request) -> dict[str, Any]:
    channel, message = _target(request)
    marks.unpin(request.workspace, channel, message, request.bot.id)
    return {}


def list_pins(request: Request) -> dict[str, Any]:
    channel = request.channel()
    return {"items": [marks.shown_pin(request.workspace, channel, pin) for pin in channel.pins]}


def add_reaction(request: Request) -> dict[str, Any]:
    channel, message = _target(request)
    if channel.is_archived:
        raise Refused("is_archived")
    marks.react(request.workspace, channel, message, request.bot.id, _emoji(request))
    return {}


def remove_reaction(request: Request) -> dict[str, Any]:
    channel, message = _target(request)
    marks.unreact(request.workspace, channel, message, request.bot.id, _emoji(request))
    return {}


def get_reactions(request: Request) -> dict[str, Any]:
    channel, message = _target(request)
    shown = shown_message(request.workspace, message)
    shown["reactions"] = shown_reactions(message)
    return {"type": "message", "channel": channel.id, "message": shown}


def _target(request: Request) -> tuple[Channel, Message]:
    channel = request.channel()
    if not request.text("timestamp"):
        raise Refused("no_item_specified")
    return channel, request.message(channel, "timestamp")


def _emoji(request: Request) -> str:
    name = request.text("name").strip(":")
    if not name or not all(letter.isalnum() or letter in "_-+:'" for letter in name):
        raise Refused("invalid_name")
    return name
