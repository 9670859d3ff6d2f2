"""The parts of a line of rich text; every shape a payload can have is met with a pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.incident.markup.characters import harmless
from bot.incident.markup.tokens import AUDIENCES
from bot.incident.markup.tree import (
    PLAIN,
    Broadcast,
    ChannelMention,
    Date,
    Emoji,
    GroupMention,
    Inline,
    LineBreak,
    Link,
    Style,
    Text,
    UserMention,
    restyled,
)

_CODE_POINTS = re.compile("[0-9a-fA-F]{2,6}(?:-[0-9a-fA-F]{2,6}){0,15}")
_LAST_CODE_POINT = 0x10FFFF


def read_inline(element: object) -> Inline | None:
    """None for what has no shape we know and no text either."""
    inline = _notified(element) or _told(element)
    return restyled(inline, _style(element)) if inline else None


def in_lines(inline: Inline) -> Iterator[Inline]:
    """A text with line breaks in it, taken apart at them."""
    if not isinstance(inline, Text):
        yield inline
        return
    for number, line in enumerate(harmless(inline.text).split("\n")):
        if number:
            yield LineBreak(inline.style)
        if line:
            yield Text(line, inline.style)


def _notified(element: object) -> Inline | None:
    match element:
        case {"type": "user", "user_id": str(id)}:
            return UserMention(id)
        case {"type": "channel", "channel_id": str(id)}:
            return ChannelMention(id)
        case {"type": "usergroup", "usergroup_id": str(id)}:
            return GroupMention(id)
        case {"type": "broadcast", "range": str(audience)} if audience in AUDIENCES:
            return Broadcast(audience)
        case _:
            return None


def _told(element: object) -> Inline | None:
    match element:
        case {"type": "link", "url": str(url)}:
            return Link(url, _word(element, "text"))
        case {"type": "date", "timestamp": int(timestamp)}:
            return Date(timestamp, _word(element, "format"), _word(element, "fallback"))
        case {"type": "emoji", "name": str(name)}:
            return Emoji(name, _characters(_word(element, "unicode")))
        case (
            {"text": str(text)}
            | {"fallback": str(text)}
            | {"type": "color", "value": str(text)}
            | {"type": "team", "team_id": str(text)}
        ):
            return Text(text)
        case _:
            return None


def _word(element: object, key: str) -> str:
    found = element.get(key) if isinstance(element, dict) else None
    return found if isinstance(found, str) else ""


def _style(element: object) -> Style:
    match element:
        case {"style": dict(style)}:
            kinds = ("bold", "italic", "strike", "code")
            return Style(**{kind: style.get(kind) is True for kind in kinds})
        case _:
            return PLAIN


def _characters(unicode: str) -> str:
    """`1f44b-1f3fc` as characters; nothing if they are none that one sees."""
    if not _CODE_POINTS.fullmatch(unicode):
        return ""
    numbers = [int(number, 16) for number in unicode.split("-")]
    if max(numbers) > _LAST_CODE_POINT:
        return ""
    characters = "".join(map(chr, numbers))
    return characters if harmless(characters) == characters else ""
