"""Slack's rich text: the tree that its composer makes of what people type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from bot.incident.markup.rich_text_inlines import in_lines, read_inline
from bot.incident.markup.tree import (
    Block,
    Document,
    Inline,
    Inlines,
    LineBreak,
    Listing,
    Paragraph,
    Preformatted,
    Quotable,
    Quote,
)


@dataclass(frozen=True)
class RichText:
    document: Document
    complete: bool
    """False if anything was in it that could not be read."""


def read_rich_text(blocks: object) -> RichText:
    """What can be read of `message["blocks"]`, whatever it holds, and however deep."""
    reader = _Reader()
    return RichText(Document(tuple(_quotes_joined(reader.blocks(blocks)))), not reader.lost)


class _Reader:
    """Goes as deep as Slack's own trees do, and no deeper."""

    def __init__(self) -> None:
        self.lost = False

    def blocks(self, blocks: object) -> list[Block]:
        read = []
        for block in blocks if isinstance(blocks, list) else ():
            match block:
                case {"type": "rich_text", "elements": list(elements)}:
                    read += [self._block(element) for element in elements]
                case _:
                    self.lost = True
        return [block for block in read if block]

    def _block(self, element: object) -> Block | None:
        match element:
            case {"type": "rich_text_quote", "elements": list(elements)}:
                return Quote((self._paragraph(elements),))
            case {"border": 1}:
                block = self._quotable(element)
                return Quote((block,)) if block else None
            case _:
                return self._quotable(element)

    def _quotable(self, element: object) -> Quotable | None:
        match element:
            case {"type": "rich_text_section", "elements": list(elements)}:
                return self._paragraph(elements)
            case {"type": "rich_text_preformatted", "elements": list(elements)}:
                return Preformatted(tuple(self._each(elements)))
            case {"type": "rich_text_list", "elements": list(elements), **rest}:
                return self._listing(elements, rest)
            case _:
                self.lost = True
                return None

    def _listing(self, items: list[object], how: dict[object, object]) -> Listing:
        return Listing(
            ordered=how.get("style") == "ordered",
            items=tuple(self._item(item) for item in items),
            indent=_number(how.get("indent")),
            offset=_number(how.get("offset")),
        )

    def _item(self, item: object) -> Inlines:
        match item:
            case {"type": "rich_text_section", "elements": list(elements)}:
                return self._paragraph(elements).inlines
            case _:
                self.lost = True
                return ()

    def _paragraph(self, elements: list[object]) -> Paragraph:
        """Slack ends a section with a line break when a list follows: that one is implied."""
        inlines = [part for inline in self._each(elements) for part in in_lines(inline)]
        if inlines and isinstance(inlines[-1], LineBreak):
            inlines.pop()
        return Paragraph(tuple(inlines))

    def _each(self, elements: list[object]) -> Iterator[Inline]:
        for element in elements:
            inline = read_inline(element)
            if inline:
                yield inline
            else:
                self.lost = True


def _number(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def _quotes_joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """A list or code with a border is a quote's next part."""
    for quoted, group in groupby(blocks, key=lambda block: isinstance(block, Quote)):
        if quoted:
            quotes = (block for block in group if isinstance(block, Quote))
            yield Quote(tuple(part for quote in quotes for part in quote.blocks))
        else:
            yield from group
