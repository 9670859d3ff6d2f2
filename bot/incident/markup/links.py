"""Which links stay links, and how one is told where there are none."""

from __future__ import annotations

import re

from bot.incident.markup.characters import harmless
from bot.incident.markup.tree import Link

_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"\\`{}|^]+", re.IGNORECASE)
_MAILBOX = re.compile("^mailto:", re.IGNORECASE)
_SCHEME = re.compile(r"^(?:https?://|mailto:)", re.IGNORECASE)


def address(link: Link) -> str | None:
    """Where the link leads, if it may be one: to the web or a mailbox, by an address as such."""
    plain = harmless(link.url) == link.url
    return link.url if plain and _ADDRESS.fullmatch(link.url) else None


def label(link: Link) -> str:
    """What Slack shows of it."""
    return harmless(link.label).strip() or _MAILBOX.sub("", link.url)


def spelled_out(link: Link) -> str:
    """The label, and the address too unless the label tells it."""
    told = label(link)
    return told if _bare(told) == _bare(link.url) else f"{told} ({link.url})"


def _bare(url: str) -> str:
    return _SCHEME.sub("", url).rstrip("/").casefold()
