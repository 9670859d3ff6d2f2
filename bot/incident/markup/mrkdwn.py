"""Slack's mrkdwn: blocks of code first, then lines: quotes, lists, and all others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from bot.incident.markup.characters import harmless
from bot.incident.markup.mrkdwn_line import read_code, read_line
from bot.incident.markup.tree import (
    Block,
    Document,
    Inline,
    LineBreak,
    Listing,
    Paragraph,
    Preformatted,
    Quotable,
    Quote,
)

_FENCED = re.compile("```(.+?)```", re.DOTALL)
_ALL_QUOTED = re.compile("(?:>|&gt;){3} ?")
_QUOTED = re.compile("(?:>|&gt;) ?")
_ITEM = re.compile(r"(?P<indent>(?: {4}){0,8})(?P<mark>[•◦▪]\ufe0e?|[1-9]\d{0,8}\.) (?=\S)", re.A)
_BULLETS = "•◦▪"
"""Slack's own text of a list has a sign a level, and four spaces."""

Piece = str | Preformatted
"""A line, or a block of code."""


def read_mrkdwn(text: str) -> Document:
    """Any text at all: what is not well-formed stays text."""
    blocks: list[Block] = []
    pieces = _quoting(_pieces(harmless(text)))
    for quoted, group in groupby(pieces, key=lambda pair: pair[0]):
        inside = tuple(_blocks(piece for _, piece in group))
        blocks += [Quote(inside)] if quoted else inside
    return Document(tuple(blocks))


def _pieces(text: str) -> Iterator[Piece]:
    """A block of code is on lines of its own, whether there are line breaks around it or not."""
    parts = _FENCED.split(text)
    for at, part in enumerate(parts):
        if at % 2:
            yield Preformatted(read_code(part.removeprefix("\n").removesuffix("\n")))
            continue
        part = part.removeprefix("\n") if at > 0 else part
        part = part.removesuffix("\n") if at + 1 < len(parts) else part
        yield from part.split("\n") if part else ()


def _quoting(pieces: Iterable[Piece]) -> Iterator[tuple[bool, Piece]]:
    """Each piece without its mark, and whether it is quoted; after `>>>` everything is."""
    everything = False
    for piece in pieces:
        if everything or isinstance(piece, Preformatted):
            yield everything, piece
        elif mark := _ALL_QUOTED.match(piece):
            everything = True
            yield True, piece[mark.end() :]
        elif mark := _QUOTED.match(piece):
            yield True, piece[mark.end() :]
        else:
            yield False, piece


def _blocks(pieces: Iterable[Piece]) -> Iterator[Quotable]:
    for kind, group in groupby(pieces, key=_kind):
        if kind is Paragraph:
            yield _paragraph(str(line) for line in group)
        elif kind is Listing:
            yield from _lists(str(line) for line in group)
        else:
            yield from (piece for piece in group if isinstance(piece, Preformatted))


def _kind(piece: Piece) -> type[Quotable]:
    if isinstance(piece, Preformatted):
        return Preformatted
    return Listing if _item(piece) else Paragraph


def _paragraph(lines: Iterable[str]) -> Paragraph:
    inlines: list[Inline] = []
    for line in lines:
        inlines += [*read_line(line), LineBreak()]
    return Paragraph(tuple(inlines[:-1]))


def _item(line: str) -> re.Match[str] | None:
    """Only what Slack itself would have written: no other line is a list in Slack either."""
    found = _ITEM.match(line)
    if found is None or found["mark"].endswith("."):
        return found
    return found if found["mark"][0] == _BULLETS[_indent(found) % len(_BULLETS)] else None


def _indent(item: re.Match[str]) -> int:
    return len(item["indent"]) // 4


def _lists(lines: Iterable[str]) -> Iterator[Listing]:
    """Items stay together while indent and kind do, and numbers go on."""
    items = (item for line in lines if (item := _item(line)))
    for _, group in groupby(enumerate(items), key=_belonging):
        first, *rest = (item for _, item in group)
        numbered = first["mark"].endswith(".")
        yield Listing(
            ordered=numbered,
            items=tuple(read_line(item.string[item.end() :]) for item in (first, *rest)),
            indent=_indent(first),
            offset=int(first["mark"][:-1]) - 1 if numbered else 0,
        )


def _belonging(placed: tuple[int, re.Match[str]]) -> tuple[int, int | None]:
    place, item = placed
    return _indent(item), int(item["mark"][:-1]) - place if item["mark"].endswith(".") else None
