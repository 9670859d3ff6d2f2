"""conversations.*: who is in a channel, and direct conversations."""

from __future__ import annotations

from typing import Any

from bot.sandbox import rooms
from bot.sandbox.call import Refused
from bot.sandbox.conversation import Channel
from bot.sandbox.methods.request import Request
from bot.sandbox.shown import shown_channel

MOST_INVITED = 1000


def invite(request: Request) -> dict[str, Any]:
    """Without `force`, one bad id refuses all; with it the others are invited all the same."""
    channel = request.live_channel()
    users = request.names("users")
    if not users or len(users) > MOST_INVITED:
        raise Refused("no_user" if not users else "too_many_users")
    problems = {user: problem for user in users if (problem := _problem(request, channel, user))}
    errors = [{"ok": False, "error": code, "user": user} for user, code in problems.items()]
    good = [user for user in users if user not in problems]
    if errors and not (good and request.flag("force")):
        more: dict[str, Any] = {"errors": errors} if len(users) > 1 else {}
        raise Refused(next(iter(problems.values())), **more)
    for user in dict.fromkeys(good):
        rooms.join(request.workspace, channel, user, inviter=request.bot.id)
    answer = {"channel": shown_channel(request.workspace, channel)}
    return {**answer, "errors": errors} if errors else answer


def _problem(request: Request, channel: Channel, user: str) -> str | None:
    member = request.workspace.users.get(user)
    if user == request.bot.id:
        return "cant_invite_self"
    if member is None:
        return "user_not_found"
    if user in channel.members:
        return "already_in_channel"
    if member.deleted or member.team != request.workspace.team:
        return "cant_invite"
    return None


def kick(request: Request) -> dict[str, Any]:
    channel = request.live_channel()
    if channel.kind == "im":
        raise Refused("method_not_supported_for_channel_type")
    user = request.text("user")
    if user == request.bot.id:
        raise Refused("cant_kick_self")
    if channel.is_general:
        raise Refused("cant_kick_from_general")
    if user not in channel.members:
        known = user in request.workspace.users
        raise Refused("not_in_channel" if known else "user_not_found")
    rooms.leave(request.workspace, channel, user)
    return {"errors": {}}


def join(request: Request) -> dict[str, Any]:
    channel = request.workspace.channels.get(request.text("channel"))
    if channel is None or (channel.is_private and not request.workspace.bot_is_in(channel)):
        raise Refused("channel_not_found")
    if channel.is_private:
        raise Refused("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise Refused("is_archived")
    if request.workspace.bot_is_in(channel):
        warnings = {"warnings": ["already_in_channel"]}
        shown = shown_channel(request.workspace, channel)
        return {"channel": shown, "warning": "already_in_channel", "response_metadata": warnings}
    rooms.join(request.workspace, channel, request.bot.id)
    return {"channel": shown_channel(request.workspace, channel)}


def leave(request: Request) -> dict[str, Any]:
    channel = request.channel()
    if channel.is_general:
        raise Refused("cant_leave_general")
    if channel.is_archived:
        raise Refused("is_archived")
    if not request.workspace.bot_is_in(channel):
        return {"not_in_channel": True}
    if len(channel.members) == 1:
        raise Refused("last_member")
    rooms.leave(request.workspace, channel, request.bot.id)
    return {}


def open_direct(request: Request) -> dict[str, Any]:
    """Opens the conversation with one person, or looks at one that is open already."""
    request.allow("im")
    if request.text("channel"):
        channel = request.channel()
    else:
        channel = _direct_with(request, request.names("users"))
    if request.flag("return_im"):
        return {"channel": shown_channel(request.workspace, channel)}
    return {"channel": {"id": channel.id}}


def _direct_with(request: Request, users: list[str]) -> Channel:
    if not users:
        raise Refused("users_list_not_supplied")
    if len(users) > 1:
        raise Refused("too_many_users")
    member = request.workspace.users.get(users[0])
    if member is None:
        raise Refused("user_not_found")
    if member.deleted:
        raise Refused("user_disabled")
    return request.workspace.direct(member.id)
