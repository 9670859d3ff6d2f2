"""conversations.*: channels made, described, renamed, archived and looked at."""

from __future__ import annotations

from typing import Any

from bot.sandbox import rooms
from bot.sandbox.call import Refused
from bot.sandbox.channel_names import check_channel_name
from bot.sandbox.conversation import Channel, Kind
from bot.sandbox.methods.request import Request
from bot.sandbox.shown import shown_channel

LONGEST_TOPIC = 250


def create(request: Request) -> dict[str, Any]:
    kind: Kind = "private" if request.flag("is_private") else "public"
    request.allow(kind)
    name = _free_name(request)
    channel = rooms.create(request.workspace, name, kind, request.bot.id)
    return _answer(request, channel)


def rename(request: Request) -> dict[str, Any]:
    channel = request.live_channel()
    if channel.creator != request.bot.id:
        raise Refused("not_authorized")
    name = _free_name(request, besides=channel)
    rooms.rename(request.workspace, channel, name, request.bot.id)
    return _answer(request, channel)


def _free_name(request: Request, besides: Channel | None = None) -> str:
    name = request.text("name")
    if problem := check_channel_name(name):
        raise Refused(problem)
    others = (c for c in request.workspace.channels.values() if c is not besides)
    if any(channel.name == name for channel in others):
        raise Refused("name_taken")
    return name


def archive(request: Request) -> dict[str, Any]:
    channel = request.own_channel()
    if channel.is_general:
        raise Refused("cant_archive_general")
    if channel.is_archived:
        raise Refused("already_archived")
    rooms.archive(request.workspace, channel, request.bot.id)
    return {}


def unarchive(request: Request) -> dict[str, Any]:
    """Slack refuses this to every bot, for archiving has taken it out of the channel."""
    channel = request.channel()
    if not channel.is_archived:
        raise Refused("not_archived")
    raise Refused("not_in_channel")


def set_topic(request: Request) -> dict[str, Any]:
    channel = request.live_channel()
    topic = _short_enough(request.text("topic"))
    rooms.set_topic(request.workspace, channel, topic, request.bot.id)
    return _answer(request, channel)


def set_purpose(request: Request) -> dict[str, Any]:
    channel = request.live_channel()
    purpose = _short_enough(request.text("purpose"))
    rooms.set_purpose(request.workspace, channel, purpose, request.bot.id)
    return {"purpose": purpose, **_answer(request, channel)}


def _short_enough(text: str) -> str:
    if len(text) > LONGEST_TOPIC:
        raise Refused("too_long")
    return text


def info(request: Request) -> dict[str, Any]:
    answer = _answer(request, request.channel())
    if request.flag("include_num_members"):
        answer["channel"]["num_members"] = len(request.channel().members)
    return answer


def members(request: Request) -> dict[str, Any]:
    everyone = sorted(request.channel().members)
    page, metadata = request.page(everyone, default=100, most=1000)
    return {"members": page, "response_metadata": metadata}


def list_all(request: Request) -> dict[str, Any]:
    return _listed(request, member=None)


def list_of_user(request: Request) -> dict[str, Any]:
    return _listed(request, member=request.text("user", request.bot.id))


KINDS: dict[str, Kind] = {
    "public_channel": "public",
    "private_channel": "private",
    "im": "im",
}


def _listed(request: Request, member: str | None) -> dict[str, Any]:
    """Channels the bot may know of; with a member, only that person's."""
    types = request.names("types") or ["public_channel"]
    if unknown := [type_ for type_ in types if type_ not in (*KINDS, "mpim")]:
        raise Refused("invalid_types", unknown)
    kinds = [KINDS[type_] for type_ in types if type_ in KINDS]
    for kind in kinds:
        request.allow(kind)
    found = [
        channel
        for channel in request.workspace.channels.values()
        if channel.kind in kinds
        and (channel.kind == "public" or request.workspace.bot_is_in(channel))
        and (member is None or member in channel.members)
        and not (request.flag("exclude_archived") and channel.is_archived)
    ]
    page, metadata = request.page(found, default=100, most=999)
    shown = [shown_channel(request.workspace, channel) for channel in page]
    return {"channels": shown, "response_metadata": metadata}


def _answer(request: Request, channel: Channel) -> dict[str, Any]:
    return {"channel": shown_channel(request.workspace, channel)}
