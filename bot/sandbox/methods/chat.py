"""chat.*: messages posted, changed, deleted, shown to one person, linked to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.sandbox import posting
from bot.sandbox.blockkit import check_message
from bot.sandbox.call import Refused
from bot.sandbox.methods.request import Request, require_scope
from bot.sandbox.modals import strictly
from bot.sandbox.shown import shown_message
from bot.sandbox.workspace import Channel, Message

SHORT = 4_000


def post_message(request: Request) -> dict[str, Any]:
    channel = _place(request)
    strictly(check_message, request.arguments)
    thread_ts = request.text("thread_ts") or None
    if thread_ts is not None and channel.message(thread_ts) is None:
        raise Refused("cannot_reply_to_message")
    message = _drawn(request, channel, thread_ts)
    message.metadata = request.arguments.get("metadata") or None
    if thread_ts and request.flag("reply_broadcast"):
        message.reply_broadcast, message.subtype = True, "thread_broadcast"
    posting.post(request.workspace, channel, message, link_names=_links_names(request))
    return _answer(request, message)


def _place(request: Request) -> Channel:
    """A conversation by id or name, or the direct one with a user given by id."""
    wanted = request.text("channel")
    member = request.workspace.users.get(wanted)
    if member is not None:
        if member.deleted or member.is_bot:
            raise Refused("channel_not_found")
        return request.workspace.direct(member.id)
    channels = request.workspace.channels
    named = (c for c in channels.values() if c.name and c.name == wanted.removeprefix("#"))
    channel = channels.get(wanted) or next(named, None)
    if channel is None or (channel.is_private and not request.workspace.bot_is_in(channel)):
        raise Refused("channel_not_found")
    if channel.is_archived:
        raise Refused("is_archived")
    if not request.workspace.bot_is_in(channel):
        _require_public_posting(request)
    return channel


def _require_public_posting(request: Request) -> None:
    try:
        require_scope(request.granted, ("chat:write.public",))
    except Refused:
        raise Refused("not_in_channel") from None


def _drawn(request: Request, channel: Channel, thread_ts: str | None = None) -> Message:
    return Message(
        channel.id,
        request.workspace.ts(),
        request.text("text") or request.text("markdown_text"),
        user=request.bot.id,
        bot_id=request.bot.bot_id,
        blocks=request.arguments.get("blocks") or [],
        attachments=request.arguments.get("attachments") or [],
        thread_ts=thread_ts,
    )


def _links_names(request: Request) -> bool:
    return request.flag("link_names") or request.text("parse") == "full"


def update(request: Request) -> dict[str, Any]:
    """Text without blocks removes the blocks; metadata stays unless sent."""
    channel = request.channel()
    message = request.message(channel)
    if message.bot_id != request.bot.bot_id or message.subtype not in (None, "thread_broadcast"):
        raise Refused("cant_update_message")
    if channel.is_archived:
        raise Refused("is_inactive")
    strictly(_check_short, request.arguments)
    changes: dict[str, Any] = {
        "text": request.text("text") or request.text("markdown_text"),
        "blocks": request.arguments.get("blocks") or [],
    }
    changes |= {n: request.arguments[n] for n in ("metadata", "attachments") if _sent(request, n)}
    posting.edit(request.workspace, channel, message, request.bot.id, **changes)
    return {**_answer(request, message), "text": message.text}


def _sent(request: Request, name: str) -> bool:
    return request.arguments.get(name) is not None


def _check_short(payload: Mapping[str, Any]) -> None:
    check_message(payload, text_limit=SHORT)


def delete(request: Request) -> dict[str, Any]:
    channel = request.channel()
    message = request.message(channel)
    if message.bot_id != request.bot.bot_id or message.subtype not in (None, "thread_broadcast"):
        raise Refused("cant_delete_message")
    posting.delete(request.workspace, channel, message)
    return {"channel": channel.id, "ts": message.ts}


def post_ephemeral(request: Request) -> dict[str, Any]:
    channel = _place(request)
    strictly(_check_short, request.arguments)
    user = request.text("user")
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    message = _drawn(request, channel, request.text("thread_ts") or None)
    message.ephemeral_to = user
    posting.whisper(request.workspace, message)
    return {"message_ts": message.ts}


def get_permalink(request: Request) -> dict[str, Any]:
    channel = request.channel()
    message = request.message(channel, "message_ts")
    link = f"{request.backstage.base_url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def _answer(request: Request, message: Message) -> dict[str, Any]:
    shown = shown_message(request.workspace, message)
    return {"channel": message.channel, "ts": message.ts, "message": shown}
