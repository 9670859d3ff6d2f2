"""An update as it stands in Slack: what the template made of it, and nothing else."""

from __future__ import annotations

import re
from typing import Any

from bot.slack.views import blocks
from bot.slack.views.blocks import Mrkdwn

LIMIT = 12_000
"""So many characters in blocks; what goes beyond is cut."""
SPOKEN = 3000
_HALF = re.compile(r"(?:<[^>]*|&[^;\s]{0,6})\Z")


def bulletin(markup: str) -> dict[str, Any]:
    """`markup` is safe: whatever people typed in it was made inert when it was rendered."""
    text = cut(markup, LIMIT)
    return {"text": cut(text, SPOKEN), "blocks": blocks.sections(text)}


def quoted(markup: str, limit: int) -> Mrkdwn:
    """Part of it, as somebody else's words."""
    return Mrkdwn("> " + cut(markup, limit).replace("\n", "\n> "))


def cut(markup: str, limit: int) -> Mrkdwn:
    """Never within a link, a time or an entity, half of which would be nonsense."""
    if len(markup) <= limit:
        return Mrkdwn(markup)
    return Mrkdwn(_HALF.sub("", markup[: limit - 1]).rstrip() + "…")
