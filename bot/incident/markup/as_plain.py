"""Plain text: for mail, and for whatever knows nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from bot.incident.markup.layout import Laid, Row, laid_out, lines
from bot.incident.markup.names import NO_NAMES, Names
from bot.incident.markup.tree import (
    Block,
    Document,
    Inline,
    Inlines,
    Link,
    Paragraph,
    Preformatted,
    Quote,
)
from bot.incident.markup.words import code, spelled_out, words

_BULLETS = "•◦▪"


def to_plain(document: Document, names: Names = NO_NAMES) -> str:
    """Not escaped for anything: literal text comes out as it was typed, `<@U1>` too."""
    return _Plain(names).blocks(document.blocks)


class _Plain:
    def __init__(self, names: Names) -> None:
        self._names = names

    def blocks(self, blocks: Sequence[Block]) -> str:
        return "\n".join(self._block(block) for block in laid_out(blocks))

    def _block(self, block: Laid) -> str:
        match block:
            case Paragraph(inlines):
                return "\n".join(self._lines(inlines))
            case Preformatted(inlines):
                return code(inlines, self._names)
            case Quote(blocks):
                return "\n".join(f"> {line}" for line in self.blocks(blocks).split("\n"))
            case tuple():
                return "\n".join(map(self._row, block))
            case _:
                assert_never(block)

    def _row(self, row: Row) -> str:
        mark = f"{row.number}." if row.ordered else _BULLETS[row.indent % len(_BULLETS)]
        first, *more = self._lines(row.inlines)
        room = " " * 4 * row.indent
        below = [room + " " * (len(mark) + 1) + line for line in more]
        return "\n".join([f"{room}{mark} {first}", *below])

    def _lines(self, inlines: Inlines) -> Iterator[str]:
        for line in lines(inlines):
            yield "".join(map(self._inline, line))

    def _inline(self, inline: Inline) -> str:
        return spelled_out(inline) if isinstance(inline, Link) else words(inline, self._names)
