"""HTML: whole elements, nothing but text and what we put around it, every character escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from typing import assert_never

from bot.incident.markup import links
from bot.incident.markup.html_lists import listing
from bot.incident.markup.layout import (
    Laid,
    indentation_kept,
    laid_out,
    paragraphs,
    without_blank_ones,
)
from bot.incident.markup.names import NO_NAMES, Names
from bot.incident.markup.tree import (
    Block,
    Broadcast,
    ChannelMention,
    Document,
    GroupMention,
    Inline,
    Inlines,
    Link,
    Paragraph,
    Preformatted,
    Quote,
    Style,
    UserMention,
)
from bot.incident.markup.words import code, spelled_out, words


def to_html(document: Document, names: Names = NO_NAMES) -> str:
    """A fragment for a page's body.

    Its elements are p br strong em s code pre blockquote ul ol li, `a` to the web or a mailbox,
    and `span class="mention"`.
    """
    return _Html(names).blocks(document.blocks)


class _Html:
    def __init__(self, names: Names) -> None:
        self._names = names

    def blocks(self, blocks: Sequence[Block]) -> str:
        return "\n".join(self._block(block) for block in laid_out(without_blank_ones(blocks)))

    def _block(self, block: Laid) -> str:
        match block:
            case Paragraph(inlines):
                return "\n".join(f"<p>{part}</p>" for part in self._paragraphs(inlines))
            case Preformatted(inlines):
                return f"<pre><code>{escape(code(inlines, self._names))}</code></pre>"
            case Quote(blocks):
                return f"<blockquote>{self.blocks(blocks)}</blockquote>"
            case tuple():
                return listing(block, self._item)
            case _:
                assert_never(block)

    def _item(self, inlines: Inlines) -> str:
        return "<br><br>".join(self._paragraphs(inlines))

    def _paragraphs(self, inlines: Inlines) -> list[str]:
        return ["<br>\n".join(map(self._line, part)) for part in paragraphs(inlines)]

    def _line(self, inlines: Inlines) -> str:
        grouped = groupby(inlines, key=lambda inline: inline.style)
        return indentation_kept("".join(self._styled(style, group) for style, group in grouped))

    def _styled(self, style: Style, inlines: Iterable[Inline]) -> str:
        told = "".join(map(self._inline, inlines))
        for tag, wanted in (
            ("code", style.code),
            ("s", style.strike),
            ("em", style.italic),
            ("strong", style.bold),
        ):
            told = f"<{tag}>{told}</{tag}>" if wanted else told
        return told

    def _inline(self, inline: Inline) -> str:
        match inline:
            case Link():
                return self._link(inline)
            case UserMention() | ChannelMention() | GroupMention() | Broadcast():
                return f'<span class="mention">{escape(words(inline, self._names))}</span>'
            case _:
                return escape(words(inline, self._names))

    def _link(self, link: Link) -> str:
        if url := links.address(link):
            label = escape(words(link, self._names))
            return f'<a href="{escape(url)}" rel="noopener noreferrer">{label}</a>'
        return escape(spelled_out(link))
