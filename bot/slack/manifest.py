"""The Slack app's manifest, with this team's command and address put in."""

from __future__ import annotations

import copy
import functools
from typing import Any

import yaml

from bot.shipped import shipped

EVENTS_PATH = "/slack/events"


def render(
    command: str = "/incident", *, request_url: str | None = None, socket_mode: bool = True
) -> str:
    """The YAML that Slack's *From a manifest* takes; `request_url` is the bot's public address."""
    manifest = shipped_manifest()
    (slash,) = manifest["features"]["slash_commands"]
    slash["command"] = command
    manifest["settings"]["socket_mode_enabled"] = socket_mode
    if request_url is not None:
        _speak_http(manifest, request_url)
    return yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True, width=100)


def shipped_manifest() -> dict[str, Any]:
    """The manifest as it ships; a copy, to be changed at will."""
    return copy.deepcopy(_parsed())


@functools.cache
def _parsed() -> dict[str, Any]:
    text = shipped("manifest.yml").read_text(encoding="utf-8")
    parsed: dict[str, Any] = yaml.safe_load(text)
    return parsed


def _speak_http(manifest: dict[str, Any], request_url: str) -> None:
    address = request_url.rstrip("/").removesuffix(EVENTS_PATH) + EVENTS_PATH
    (slash,) = manifest["features"]["slash_commands"]
    slash["url"] = address
    manifest["settings"]["event_subscriptions"]["request_url"] = address
    manifest["settings"]["interactivity"]["request_url"] = address
