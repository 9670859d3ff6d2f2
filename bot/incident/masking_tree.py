"""Masks a whole message as Slack sends it, also secrets that Slack has cut in pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.incident.markup.as_plain import to_plain
from bot.incident.markup.rich_text import read_rich_text
from bot.incident.masking import Masker, mask_of, replaced
from bot.incident.masking_rule import Span

_LINES = ("rich_text_section", "rich_text_preformatted", "rich_text_quote")
"""Their elements are one text: Slack begins a new one at each link and each style."""

_TELLING = 4
"""How many characters of a secret are masked wherever else they stand."""


def mask_tree(masker: Masker, value: Any) -> tuple[Any, tuple[str, ...]]:
    """The same tree with every string masked, and the kinds of what was found."""
    walk = _Walk(masker)
    return walk.masked(value), tuple(dict.fromkeys(walk.found))


@dataclass
class _Walk:
    masker: Masker
    found: list[str] = field(default_factory=list)

    def masked(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, list):
            return [self.masked(item) for item in value]
        if isinstance(value, dict):
            return self._mapping(value)
        return value

    def _text(self, text: str) -> str:
        masked = self.masker.mask(text)
        self.found += masked.found
        return masked.text

    def _mapping(self, mapping: dict[str, Any]) -> dict[str, Any]:
        elements = mapping.get("elements")
        if mapping.get("type") in _LINES and isinstance(elements, list):
            mapping = {**mapping, "elements": self._line(elements)}
        if isinstance(mapping.get("title"), str) and isinstance(mapping.get("value"), str):
            mapping = {**mapping, "value": self._field(mapping["title"], mapping["value"])}
        masked = {key: self.masked(item) for key, item in mapping.items()}
        return self._of_one_mind(masked, mapping)

    def _of_one_mind(self, masked: dict[str, Any], mapping: dict[str, Any]) -> dict[str, Any]:
        """`text` has the signs of styles in it, in the middle of a secret too: rich text tells."""
        blocks = masked.get("blocks")
        if isinstance(masked.get("text"), str) and blocks and blocks != mapping["blocks"]:
            rich = read_rich_text(blocks)
            masked["text"] = _escaped(to_plain(rich.document)) if rich.complete else masked["text"]
        return masked

    def _line(self, elements: list[Any]) -> list[Any]:
        """Masked as they are read, one after the other."""
        while spans := self.masker.spans("".join(map(_shown, elements))):
            self.found += (span.kind for span in spans)
            elements = list(_cut(elements, spans))
        return elements

    def _field(self, title: str, value: str) -> str:
        """Of an attachment: `Password`, and below it `hunter2`."""
        name = f"{title}: "
        masked = self.masker.mask(name + value)
        if not masked.text.startswith(name):
            return value
        self.found += masked.found
        return masked.text.removeprefix(name)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _shown(element: Any) -> str:
    """What people read; a mention or an emoji parts what stands around it."""
    if not isinstance(element, dict):
        return " "
    shown = element.get("text") or element.get("url")
    return shown if isinstance(shown, str) and element.get("type") in ("text", "link") else " "


def _cut(elements: Iterable[Any], spans: Sequence[Span]) -> Iterator[Any]:
    """Each element with a mask for each secret that is at least partly in it."""
    start = 0
    for element in elements:
        end = start + len(_shown(element))
        inside = [
            Span(max(span.start, start) - start, min(span.end, end) - start, span.kind)
            for span in spans
            if span.start < end and start < span.end
        ]
        yield _without(element, inside) if inside else element
        start = end


def _without(element: Any, spans: Sequence[Span]) -> Any:
    """A link's address loses what its text has lost. A mention is nothing that could be cut."""
    if not isinstance(element, dict):
        return element
    shown, changed = _shown(element), dict(element)
    for key in ("text", "url"):
        said = element.get(key)
        if said == shown:
            changed[key] = replaced(shown, spans)
        elif isinstance(said, str):
            changed[key] = _nowhere(said, shown, spans)
    return changed


def _nowhere(said: str, shown: str, spans: Sequence[Span]) -> str:
    """Without what was masked elsewhere; a letter or two would be found in any word."""
    for span in spans:
        if span.end - span.start >= _TELLING:
            said = said.replace(shown[span.start : span.end], mask_of(span.kind))
    return said
