"""Markdown, as CommonMark reads it, with GitHub's struck words; never any HTML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from bot.incident.markup.layout import (
    Laid,
    indentation_kept,
    laid_out,
    paragraphs,
    without_blank_ones,
)
from bot.incident.markup.markdown_line import markdown_line
from bot.incident.markup.markdown_lists import listing
from bot.incident.markup.markdown_signs import fenced, started
from bot.incident.markup.names import NO_NAMES, Names
from bot.incident.markup.tree import (
    Block,
    Document,
    Inlines,
    Paragraph,
    Preformatted,
    Quote,
)
from bot.incident.markup.words import code


def to_markdown(document: Document, names: Names = NO_NAMES) -> str:
    """Reads as it did in Slack; mentions are code, for in code no site looks for people."""
    return _Markdown(names).blocks(document.blocks)


class _Markdown:
    def __init__(self, names: Names) -> None:
        self._names = names

    def blocks(self, blocks: Sequence[Block]) -> str:
        told = (self._block(block) for block in laid_out(without_blank_ones(blocks)))
        return "\n\n".join(told)

    def _block(self, block: Laid) -> str:
        match block:
            case Paragraph(inlines):
                return self._paragraphs(inlines)
            case Preformatted(inlines):
                return fenced(code(inlines, self._names))
            case Quote(blocks):
                quoted = self.blocks(blocks).split("\n")
                return "\n".join(f"> {line}".rstrip(" ") for line in quoted)
            case tuple():
                return listing(block, self._paragraphs)
            case _:
                assert_never(block)

    def _paragraphs(self, inlines: Inlines) -> str:
        """A line break within one is a backslash; spaces, which also do, get lost on the way."""
        return "\n\n".join(
            "\\\n".join(map(self._line, paragraph)) for paragraph in paragraphs(inlines)
        )

    def _line(self, inlines: Inlines) -> str:
        line = markdown_line(inlines, self._names).rstrip()
        return indentation_kept(line) if line[:1] in " \t" else started(line)
