"""What nobody could read, as it is shown to an operator: without anything that looks secret."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from bot.alerts.errors import AlertRefused
from bot.alerts.request import Request
from bot.incident.alert_words import looks_secret
from bot.incident.masking import Masker
from bot.incident.masking_tree import mask_tree
from bot.incident.unread_alert import BODY

MASK = "••••"
LONGEST = 32_000
"""Bytes that are looked at; more than is kept, since masks are shorter than what they hide."""
_DEEPEST = 50
_NAMED = re.compile(
    r"((?:secret|token|passw|signature|authorization|api_?key|credential)[\w-]{0,40}"
    r"[\"']?\s{0,4}[:=]\s{0,4}[\"']?)[^\s\"'&,;}]+",
    re.IGNORECASE,
)
_ALSO_SECRET = frozenset({"code"})
"""With which an installation is confirmed."""


def shown(request: Request, masker: Masker, secrets: Sequence[str]) -> str:
    """`secrets`: those of its sender, which some put into the body."""
    try:
        payload = request.payload() if len(request.body) <= LONGEST else None
    except AlertRefused:
        payload = None
    if payload is None:
        text = masker.mask(request.body[:LONGEST].decode(errors="replace")).text
    else:
        told = _without_named(payload, _DEEPEST)
        text = _as_text(mask_tree(masker, told)[0])
    text = _NAMED.sub(rf"\1{MASK}", text) if payload is None else text
    for secret in secrets:
        text = text.replace(secret, MASK)
    return text


def _as_text(told: object) -> str:
    """In lines, unless there are too many of them to be kept."""
    text = json.dumps(told, ensure_ascii=False)
    return json.dumps(told, ensure_ascii=False, indent=1) if len(text) < BODY else text


def _without_named(value: Any, left: int) -> Any:
    if left == 0:
        return "…"
    if isinstance(value, dict):
        return {name: _told(str(name), inner, left - 1) for name, inner in value.items()}
    if isinstance(value, list):
        return [_without_named(inner, left - 1) for inner in value]
    return value


def _told(name: str, value: Any, left: int) -> Any:
    if looks_secret(name) or name in _ALSO_SECRET:
        return MASK
    return _without_named(value, left)
