"""Which scopes open which kind of conversation, by what is done there."""

from __future__ import annotations

from bot.sandbox.methods.request import ByKind

READ: ByKind = {
    "public": ("channels:read",),
    "private": ("groups:read",),
    "im": ("im:read",),
}
HISTORY: ByKind = {
    "public": ("channels:history",),
    "private": ("groups:history",),
    "im": ("im:history",),
}
MANAGE: ByKind = {
    "public": ("channels:manage",),
    "private": ("groups:write",),
    "im": ("im:write",),
}
KICK: ByKind = {
    "public": ("channels:manage",),
    "private": ("groups:write",),
}
INVITE: ByKind = {
    "public": ("channels:manage", "channels:write.invites"),
    "private": ("groups:write", "groups:write.invites"),
    "im": ("im:write",),
}
TOPIC: ByKind = {
    "public": ("channels:manage", "channels:write.topic"),
    "private": ("groups:write", "groups:write.topic"),
    "im": ("im:write", "im:write.topic"),
}
