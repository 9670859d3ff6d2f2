"""What each part of a message says, in words: the same for every way of telling it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import assert_never

from bot.incident.markup import links
from bot.incident.markup.characters import harmless, harmless_line
from bot.incident.markup.names import Names
from bot.incident.markup.tree import (
    Broadcast,
    ChannelMention,
    Date,
    Emoji,
    GroupMention,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Mention,
    Text,
    UserMention,
)

_FIRST_SECOND = datetime.min.replace(tzinfo=UTC).timestamp()
_LAST_SECOND = datetime.max.replace(tzinfo=UTC, microsecond=0).timestamp()


def words(inline: Inline, names: Names) -> str:
    """On one line, and not escaped for anything yet."""
    return harmless_line(_words(inline, names))


def spelled_out(link: Link) -> str:
    """The label of a link, and its address too unless the label tells it; on one line as well."""
    return harmless_line(links.spelled_out(link))


def verbatim(inline: Inline, names: Names) -> str:
    """The same with the line breaks and tabs of its text, for code."""
    return harmless(_words(inline, names))


def code(inlines: Inlines, names: Names) -> str:
    """What stands in a block of code."""
    return "".join(verbatim(inline, names) for inline in inlines)


def _words(inline: Inline, names: Names) -> str:
    match inline:
        case Text():
            return inline.text
        case Link():
            return links.label(inline)
        case Date():
            return moment(inline)
        case Emoji():
            return inline.unicode or f":{inline.name}:"
        case LineBreak():
            return "\n"
        case UserMention() | ChannelMention() | GroupMention() | Broadcast():
            return mention(inline, names)
        case _:
            assert_never(inline)


def mention(inline: Mention, names: Names) -> str:
    """The name that is known, else the label that Slack gave, else the id."""
    match inline:
        case UserMention(id, label):
            return "@" + (names.person(id) or label or id).removeprefix("@")
        case ChannelMention(id, label):
            return "#" + (names.channel(id) or label or id).removeprefix("#")
        case GroupMention(id, label):
            return "@" + (names.group(id) or label or id).removeprefix("@")
        case Broadcast(audience):
            return f"@{audience}"
        case _:
            assert_never(inline)


def moment(date: Date) -> str:
    """In UTC, for everybody; words of the format around day and time stay."""
    if not _FIRST_SECOND <= date.timestamp <= _LAST_SECOND:
        return date.fallback or date.format
    at = datetime.fromtimestamp(date.timestamp, UTC)
    stamp = f"{at.year:04}-{at:%m-%d %H:%M} UTC"
    before, opened, rest = date.format.partition("{")
    _, closed, after = rest.rpartition("}")
    return before + stamp + after if opened and closed else stamp
