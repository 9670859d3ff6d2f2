"""The Web API methods that the local Slack serves: rate tier, scopes, required arguments."""

from __future__ import annotations

from collections.abc import Mapping

from bot.sandbox.methods import (
    app,
    bookmarks,
    chat,
    conversations,
    files,
    history,
    marks,
    membership,
    users,
    views,
)
from bot.sandbox.methods.method import Method
from bot.sandbox.methods.scopes import HISTORY, INVITE, KICK, MANAGE, READ, TOPIC

CHAT = ("chat:write",)
CHANNEL = ("channel",)
POINTED = ("channel", "ts")
PINS = ("pins:write",)
BOOKMARKS = ("bookmarks:write",)
REACTIONS = ("reactions:write",)
ABSENT = "missing_argument"
GROUPS = ("usergroups:read",)

METHODS: Mapping[str, Method] = {
    "api.test": Method(app.api_test, "t4", caller="anybody"),
    "apps.connections.open": Method(app.connections_open, "t3", caller="app"),
    "auth.test": Method(app.auth_test, "special"),
    "bookmarks.add": Method(bookmarks.add, "t2", BOOKMARKS, ("channel_id", "title", "type")),
    "bookmarks.edit": Method(bookmarks.edit, "t2", BOOKMARKS, ("channel_id", "bookmark_id")),
    "bookmarks.list": Method(bookmarks.list_all, "t3", ("bookmarks:read",), ("channel_id",)),
    "bookmarks.remove": Method(bookmarks.remove, "t2", BOOKMARKS, ("channel_id", "bookmark_id")),
    "bots.info": Method(app.bots_info, "t3", ("users:read",)),
    "chat.delete": Method(chat.delete, "t3", CHAT, POINTED),
    "chat.getPermalink": Method(chat.get_permalink, "special", (), ("channel", "message_ts")),
    "chat.postEphemeral": Method(chat.post_ephemeral, "t4", CHAT, ("channel", "user")),
    "chat.postMessage": Method(chat.post_message, "special", CHAT, CHANNEL),
    "chat.update": Method(chat.update, "t3", CHAT, POINTED),
    "conversations.archive": Method(conversations.archive, "t2", MANAGE, CHANNEL),
    "conversations.create": Method(
        conversations.create, "t2", MANAGE, ("name",), missing="invalid_name_required"
    ),
    "conversations.history": Method(history.history, "t3", HISTORY, CHANNEL),
    "conversations.info": Method(conversations.info, "t3", READ, CHANNEL),
    "conversations.invite": Method(membership.invite, "t3", INVITE, ("channel", "users")),
    "conversations.join": Method(membership.join, "t3", ("channels:join",), CHANNEL),
    "conversations.kick": Method(membership.kick, "t3", KICK, ("channel", "user")),
    "conversations.leave": Method(membership.leave, "t3", MANAGE, CHANNEL),
    "conversations.list": Method(conversations.list_all, "t2", READ),
    "conversations.members": Method(conversations.members, "t4", READ, CHANNEL),
    "conversations.open": Method(membership.open_direct, "t3", MANAGE),
    "conversations.rename": Method(conversations.rename, "t2", MANAGE, ("channel", "name")),
    "conversations.replies": Method(history.replies, "t3", HISTORY, POINTED),
    "conversations.setPurpose": Method(
        conversations.set_purpose, "t2", TOPIC, ("channel", "purpose")
    ),
    "conversations.setTopic": Method(conversations.set_topic, "t2", TOPIC, ("channel", "topic")),
    "conversations.unarchive": Method(conversations.unarchive, "t2", MANAGE, CHANNEL),
    "files.completeUploadExternal": Method(
        files.complete_upload, "t4", ("files:write",), ("files",)
    ),
    "files.getUploadURLExternal": Method(
        files.get_upload_url,
        "t4",
        ("files:write",),
        ("filename", "length"),
        missing="missing_argument",
    ),
    "files.info": Method(files.info, "t4", ("files:read",), ("file",)),
    "pins.add": Method(marks.add_pin, "t2", PINS, CHANNEL),
    "pins.list": Method(marks.list_pins, "t2", ("pins:read",), CHANNEL),
    "pins.remove": Method(marks.remove_pin, "t2", PINS, CHANNEL),
    "reactions.add": Method(marks.add_reaction, "t3", REACTIONS, ("channel", "name", "timestamp")),
    "reactions.get": Method(marks.get_reactions, "t3", ("reactions:read",)),
    "reactions.remove": Method(marks.remove_reaction, "t2", REACTIONS, ("name",)),
    "team.info": Method(app.team_info, "t3", ("team:read",)),
    "usergroups.list": Method(users.list_groups, "t2", GROUPS),
    "usergroups.users.list": Method(users.list_group_users, "t2", GROUPS, ("usergroup",)),
    "users.conversations": Method(conversations.list_of_user, "t3", READ),
    "users.info": Method(users.info, "t4", ("users:read",), ("user",)),
    "users.list": Method(users.list_all, "t2", ("users:read",)),
    "users.lookupByEmail": Method(users.look_up, "t3", ("users:read.email",), ("email",)),
    "views.open": Method(views.open_view, "t4", (), ("trigger_id", "view")),
    "views.publish": Method(views.publish, "t4", (), ("user_id", "view")),
    "views.push": Method(views.push, "t4", (), ("trigger_id", "view")),
    "views.update": Method(views.update, "t4", (), ("view",)),
}
