"""What an app manifest grants: the scopes of the bot and the events it subscribes to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def granted(manifest: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """(bot scopes, bot events) of a manifest that was read from YAML."""
    scopes = manifest.get("oauth_config", {}).get("scopes", {}).get("bot", [])
    subscriptions = manifest.get("settings", {}).get("event_subscriptions", {})
    return set(scopes), set(subscriptions.get("bot_events", []))
