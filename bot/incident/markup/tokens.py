"""Slack's tokens: what stands between `<` and `>` in mrkdwn."""

from __future__ import annotations

import re

from bot.incident.markup.tree import (
    Broadcast,
    ChannelMention,
    Date,
    GroupMention,
    Inline,
    Link,
    Text,
    UserMention,
)

_ENTITY = re.compile("&(amp|lt|gt);")
_SIGNS = {"amp": "&", "lt": "<", "gt": ">"}
_ID = re.compile("[A-Z0-9]+")
_LINK = re.compile("[a-z][a-z0-9+.-]*:.", re.IGNORECASE)
_SECONDS = re.compile("-?[0-9]{1,15}")
AUDIENCES = frozenset({"here", "channel", "everyone"})


def unescaped(text: str) -> str:
    """The three entities Slack writes, and no others; each once."""
    return _ENTITY.sub(lambda found: _SIGNS[found[1]], text)


def token(inside: str) -> Inline:
    """What is no token that Slack has falls back to its text."""
    target, _, label = inside.partition("|")
    label = unescaped(label)
    match target[:1]:
        case "@" if _ID.fullmatch(target[1:]):
            return UserMention(target[1:], label)
        case "#" if _ID.fullmatch(target[1:]):
            return ChannelMention(target[1:], label)
        case "!":
            return _command(target[1:], label)
        case "@" | "#":
            return Text(label or unescaped(target))
        case _ if _LINK.match(target):
            return Link(unescaped(target), label)
        case _:
            return Text(unescaped(f"<{inside}>"))


def _command(target: str, label: str) -> Inline:
    name, _, rest = target.partition("^")
    if name in AUDIENCES:
        return Broadcast(name)
    if name == "subteam" and _ID.fullmatch(rest):
        return GroupMention(rest, label)
    if name == "date":
        return _date(rest, label)
    return Text(label or unescaped(name))


def _date(rest: str, fallback: str) -> Inline:
    """A link that the date may carry is left out: what matters is the time."""
    seconds, _, form = rest.partition("^")
    if not _SECONDS.fullmatch(seconds):
        return Text(fallback or unescaped(rest))
    return Date(int(seconds), unescaped(form.partition("^")[0]), fallback)
