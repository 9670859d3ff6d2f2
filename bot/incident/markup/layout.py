"""Paragraphs, lines and rows of lists: what Slack leaves implied, and others have to be told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.incident.markup.tree import (
    Block,
    Inlines,
    LineBreak,
    Listing,
    Paragraph,
    Preformatted,
    Quote,
    Text,
)

_DEEPEST = 8
"""Slack indents no list more."""
_LARGEST_NUMBER = 999_999_999
"""Markdown knows no larger one."""
_INDENTATION = re.compile("^[ \t]+")


@dataclass(frozen=True)
class Row:
    """An item of a list."""

    level: int
    """At most one more than that of the row before it; the first has 0."""
    indent: int
    ordered: bool
    number: int
    inlines: Inlines


Rows = tuple[Row, ...]
Laid = Paragraph | Preformatted | Quote | Rows


def lines(inlines: Inlines) -> list[Inlines]:
    """At least one, which may be empty."""
    found: list[Inlines] = []
    start = 0
    for at, inline in enumerate(inlines):
        if isinstance(inline, LineBreak):
            found.append(inlines[start:at])
            start = at + 1
    return [*found, inlines[start:]]


def paragraphs(inlines: Inlines) -> list[list[Inlines]]:
    """Lines that no empty line keeps apart."""
    grouped = groupby(lines(inlines), key=is_blank)
    return [list(group) for blank, group in grouped if not blank]


def is_blank(inlines: Inlines) -> bool:
    return all(
        isinstance(inline, LineBreak) or (isinstance(inline, Text) and not inline.text.strip())
        for inline in inlines
    )


def laid_out(blocks: Sequence[Block]) -> Iterator[Laid]:
    """The blocks, with lists that follow each other as the one list that they look like."""
    for listed, group in groupby(blocks, key=lambda block: isinstance(block, Listing)):
        if listed:
            yield rows(block for block in group if isinstance(block, Listing))
        else:
            yield from (block for block in group if not isinstance(block, Listing))


def without_blank_ones(blocks: Sequence[Block]) -> list[Block]:
    """An empty paragraph is only a distance."""
    return [
        block for block in blocks if not (isinstance(block, Paragraph) and is_blank(block.inlines))
    ]


def indentation_kept(line: str) -> str:
    """Spaces before a line, as spaces that no reader of HTML or Markdown takes away."""
    return _INDENTATION.sub(
        lambda found: found[0].replace("\t", " " * 4).replace(" ", "\N{NO-BREAK SPACE}"), line
    )


def rows(listings: Iterable[Listing]) -> Rows:
    made: list[Row] = []
    indents: list[int] = []
    for listing in listings:
        indent = min(max(listing.indent, 0), _DEEPEST)
        while indents and indents[-1] > indent:
            indents.pop()
        if not indents or indents[-1] < indent:
            indents.append(indent)
        made += _rows_of(listing, len(indents) - 1, indent)
    return tuple(made)


def _rows_of(listing: Listing, level: int, indent: int) -> list[Row]:
    return [
        Row(level, indent, listing.ordered, _number(listing, place), inlines)
        for place, inlines in enumerate(listing.items, 1)
    ]


def _number(listing: Listing, place: int) -> int:
    return min(max(listing.offset, 0) + place, _LARGEST_NUMBER)
