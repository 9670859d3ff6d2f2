"""bookmarks.*: the links above a channel."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.call import Refused
from bot.sandbox.methods.request import Request
from bot.sandbox.workspace import Channel

Json = dict[str, Any]

MOST = 100
LONGEST_TITLE = 256
LONGEST_LINK = 2048


def add(request: Request) -> Json:
    channel = _writable(request)
    if request.text("type") != "link":
        raise Refused("invalid_bookmark_type")
    if len(channel.bookmarks) >= MOST:
        raise Refused("too_many_bookmarks")
    now = int(request.workspace.clock())
    bookmark = {
        "id": request.workspace.mint_unique("Bk"),
        "channel_id": channel.id,
        "title": _title(request),
        "link": _link(request),
        "emoji": request.text("emoji"),
        "icon_url": None,
        "entity_id": None,
        "type": "link",
        "date_created": now,
        "date_updated": 0,
        "rank": f"{len(channel.bookmarks):03d}",
        "last_updated_by_user_id": request.bot.id,
        "last_updated_by_team_id": request.workspace.team,
        "shortcut_id": None,
        "app_id": None,
    }
    channel.bookmarks.append(bookmark)
    return {"bookmark": dict(bookmark)}


def edit(request: Request) -> Json:
    channel = _writable(request)
    bookmark = _bookmark(request, channel)
    if "title" in request.arguments:
        bookmark["title"] = _title(request)
    if "link" in request.arguments:
        bookmark["link"] = _link(request)
    if "emoji" in request.arguments:
        bookmark["emoji"] = request.text("emoji")
    bookmark["date_updated"] = int(request.workspace.clock())
    return {"bookmark": dict(bookmark)}


def remove(request: Request) -> Json:
    channel = _writable(request)
    channel.bookmarks.remove(_bookmark(request, channel))
    return {}


def list_all(request: Request) -> Json:
    channel = _channel(request)
    return {"bookmarks": [dict(bookmark) for bookmark in channel.bookmarks]}


def _channel(request: Request) -> Channel:
    """Slack answers channel_not_found where the bot is not a member."""
    channel = request.channel("channel_id")
    if not request.workspace.bot_is_in(channel):
        raise Refused("channel_not_found")
    return channel


def _writable(request: Request) -> Channel:
    channel = _channel(request)
    if channel.is_archived:
        raise Refused("permission_denied")
    return channel


def _bookmark(request: Request, channel: Channel) -> Json:
    wanted = request.text("bookmark_id")
    for bookmark in channel.bookmarks:
        if bookmark["id"] == wanted:
            return bookmark
    raise Refused("not_found")


def _title(request: Request) -> str:
    title = request.text("title")
    if not title or len(title) > LONGEST_TITLE:
        raise Refused("invalid_arguments", ["[ERROR] 1 to 256 characters [json-pointer:/title]"])
    return title


def _link(request: Request) -> str:
    link = request.text("link")
    try:
        parts = urlsplit(link)
    except ValueError:
        raise Refused("invalid_link") from None
    if parts.scheme not in ("http", "https") or not parts.netloc or len(link) > LONGEST_LINK:
        raise Refused("invalid_link")
    return link
