"""Which name an incident's channel gets."""

from __future__ import annotations

import re
from datetime import datetime

from anyascii import anyascii

SLACK_LIMIT = 80
DEFAULT_PATTERN = "inc-{number}-{title}"


def slug(text: str) -> str:
    """Any script as lower-case ASCII words with hyphens; empty when nothing can be written so."""
    return re.sub(r"[^a-z0-9]+", "-", anyascii(text).lower()).strip("-")


def channel_name(
    pattern: str,
    *,
    number: int,
    title: str,
    declared_at: datetime,
    prefix: str = "",
    attempt: int = 1,
) -> str:
    """The intended name, at most 80 characters, cut at a word where possible.

    The number keeps names of different incidents apart. `attempt` counts upwards when somebody
    else's channel has the name already: the second try ends in `-2`.
    """
    suffix = "" if attempt == 1 else f"-{attempt}"
    date = declared_at.strftime("%Y%m%d")
    plain = pattern.format(number=number, title="\0", date=date)
    room = SLACK_LIMIT - len(prefix) - len(plain) + 1 - len(suffix)
    name = prefix + plain.replace("\0", _cut(slug(title), max(room, 0)))
    tidy = re.sub(r"-{2,}", "-", re.sub(r"[^a-z0-9_-]", "-", name.lower())).strip("-")
    return tidy[: SLACK_LIMIT - len(suffix)].strip("-") + suffix


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    whole_words = text[: limit + 1].rpartition("-")[0]
    return whole_words if len(whole_words) > limit // 2 else text[:limit]
