"""files.*: an upload in two steps, shared as a message."""

from __future__ import annotations

import secrets
from typing import Any

from bot.sandbox import posting, sharing
from bot.sandbox.blockkit import check_message
from bot.sandbox.call import Refused
from bot.sandbox.methods.request import Request
from bot.sandbox.modals import strictly
from bot.sandbox.workspace import Channel, Message

Json = dict[str, Any]


def get_upload_url(request: Request) -> Json:
    if request.number("length", 0) < 1:
        raise Refused("missing_argument", ["[ERROR] missing required field: length"])
    file = sharing.described(
        request.backstage, request.bot.id, request.text("filename"), request.number("length", 0)
    )
    file |= {"alt_txt": request.text("alt_txt"), "shares": {}}
    ticket = secrets.token_urlsafe(12)
    request.backstage.uploads[ticket] = file
    return {"upload_url": f"{request.backstage.base_url}/upload/{ticket}", "file_id": file["id"]}


def complete_upload(request: Request) -> Json:
    """Shares what was uploaded; Slack, too, answers without the message's ts."""
    wanted = request.arguments.get("files")
    if not isinstance(wanted, list) or not wanted:
        raise Refused("invalid_arguments", ["[ERROR] must be a list [json-pointer:/files]"])
    files = [_uploaded(request, item) for item in wanted]
    if request.text("channel_id"):
        _share(request, files)
    return {"files": [{"id": file["id"], "title": file["title"]} for file in files]}


def _uploaded(request: Request, item: Json) -> Json:
    for file in request.backstage.uploads.values():
        if file["id"] == item.get("id") and "content" in file:
            file["title"] = item.get("title") or file["name"]
            request.workspace.files[file["id"]] = file
            return file
    raise Refused("file_not_found")


def _share(request: Request, files: list[Json]) -> None:
    channel = request.workspace.channels.get(request.text("channel_id"))
    if channel is None:
        raise Refused("channel_not_found")
    if not request.workspace.bot_is_in(channel):
        raise Refused("not_in_channel")
    if channel.is_archived:
        raise Refused("posting_to_channel_denied")
    posting.post(request.workspace, channel, _message(request, channel, files))


def _message(request: Request, channel: Channel, files: list[Json]) -> Message:
    """Slack takes no notice of blocks beside an initial_comment."""
    comment, blocks = request.text("initial_comment"), request.arguments.get("blocks")
    if blocks:
        strictly(check_message, {"blocks": blocks})
    return Message(
        channel.id,
        request.workspace.ts(),
        comment,
        user=request.bot.id,
        bot_id=request.bot.bot_id,
        subtype="file_share",
        thread_ts=request.text("thread_ts") or None,
        blocks=[] if comment else blocks or [],
        files=[sharing.shown(file) for file in files],
    )


def info(request: Request) -> Json:
    file = request.workspace.files.get(request.text("file"))
    if file is None:
        raise Refused("file_not_found")
    if file.get("mode") == sharing.TOMBSTONE:
        raise Refused("file_deleted")
    return {"file": sharing.shown(file)}
