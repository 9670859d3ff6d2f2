"""Which events the bot is told, and the envelope in which Slack sends one."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from bot.sandbox.shown import APP_ID
from bot.sandbox.workspace import Event, Workspace

CHANNELS = ("channels:read",)
PRIVATE = ("groups:read",)
BOTH = (*CHANNELS, *PRIVATE)

EVENT_SCOPES: Mapping[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "channel_archive": CHANNELS,
    "channel_created": CHANNELS,
    "channel_id_changed": (),
    "channel_left": CHANNELS,
    "channel_rename": CHANNELS,
    "channel_unarchive": CHANNELS,
    "file_deleted": ("files:read",),
    "group_archive": PRIVATE,
    "group_left": PRIVATE,
    "group_rename": PRIVATE,
    "group_unarchive": PRIVATE,
    "member_joined_channel": BOTH,
    "member_left_channel": BOTH,
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "pin_added": ("pins:read",),
    "pin_removed": ("pins:read",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "subteam_created": ("usergroups:read",),
    "subteam_members_changed": ("usergroups:read",),
    "subteam_updated": ("usergroups:read",),
    "team_join": ("users:read",),
    "user_change": ("users:read",),
}


class Subscriptions:
    """None for scopes or events: everything is granted, everything subscribed."""

    def __init__(self, scopes: frozenset[str] | None, events: Iterable[str] | None) -> None:
        self._scopes = scopes
        self._events = None if events is None else frozenset(events)

    def wants(self, event: Event) -> bool:
        if self._events is not None and event.subscription not in self._events:
            return False
        needed = EVENT_SCOPES[event.subscription]
        return self._scopes is None or not needed or bool(self._scopes.intersection(needed))


def event_callback(workspace: Workspace, event: Event) -> dict[str, Any]:
    """The event as it is sent, with an id that stays the same in every repetition."""
    return {
        "token": "unused",
        "team_id": workspace.team,
        "context_team_id": workspace.team,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": event.body,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(6).upper()}",
        "event_time": int(workspace.clock()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.team,
                "user_id": workspace.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }
