"""What both of Slack's forms of a message, mrkdwn and rich text, are read into.

Every text in it is what a person would read: no entity is escaped, and nothing is trusted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Style:
    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False

    def __or__(self, other: Style) -> Style:
        return Style(
            self.bold or other.bold,
            self.italic or other.italic,
            self.strike or other.strike,
            self.code or other.code,
        )


PLAIN = Style()
CODE = Style(code=True)


@dataclass(frozen=True)
class Text:
    text: str
    style: Style = PLAIN


@dataclass(frozen=True)
class Link:
    url: str
    """As Slack gave it: whether it may become a link is for `links.address` to say."""
    label: str = ""
    style: Style = PLAIN


@dataclass(frozen=True)
class UserMention:
    id: str
    label: str = ""
    style: Style = PLAIN


@dataclass(frozen=True)
class ChannelMention:
    id: str
    label: str = ""
    style: Style = PLAIN


@dataclass(frozen=True)
class GroupMention:
    id: str
    label: str = ""
    style: Style = PLAIN


@dataclass(frozen=True)
class Broadcast:
    range: str
    """`here`, `channel` or `everyone`."""
    style: Style = PLAIN


@dataclass(frozen=True)
class Date:
    timestamp: int
    format: str = ""
    fallback: str = ""
    style: Style = PLAIN


@dataclass(frozen=True)
class Emoji:
    name: str
    unicode: str = ""
    """The characters themselves, not their numbers; empty for a custom emoji."""
    style: Style = PLAIN


@dataclass(frozen=True)
class LineBreak:
    style: Style = PLAIN


Mention = UserMention | ChannelMention | GroupMention | Broadcast
Inline = Text | Link | Mention | Date | Emoji | LineBreak
Inlines = tuple[Inline, ...]


@dataclass(frozen=True)
class Paragraph:
    inlines: Inlines


@dataclass(frozen=True)
class Preformatted:
    inlines: Inlines
    """Their line breaks are in the texts."""


@dataclass(frozen=True)
class Listing:
    """Slack's lists do not contain each other: a nested one follows, with a larger indent."""

    ordered: bool
    items: tuple[Inlines, ...]
    indent: int = 0
    offset: int = 0
    """The first item of an ordered list has the number after this one."""


Quotable = Paragraph | Preformatted | Listing


@dataclass(frozen=True)
class Quote:
    """Slack has no quote in a quote, and so nothing here is deep."""

    blocks: tuple[Quotable, ...]


Block = Quotable | Quote


@dataclass(frozen=True)
class Document:
    blocks: tuple[Block, ...] = ()


def restyled(inline: Inline, style: Style) -> Inline:
    """With this style on top of its own."""
    return (
        inline if style is PLAIN or style == PLAIN else replace(inline, style=inline.style | style)
    )
