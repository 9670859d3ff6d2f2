"""Bold, italic and struck words of a line of mrkdwn, by Slack's rules of where a word ends."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from bot.incident.markup.tree import PLAIN, Inline, Inlines, Style, Text, restyled

Unit = str | Inline
"""Letters and digits together, another single character, or a part that has been read already."""

_MARKS = {"*": Style(bold=True), "_": Style(italic=True), "~": Style(strike=True)}


def styled(units: Sequence[Unit]) -> Inlines:
    """Nothing is nested deeper than there are styles, and a line is passed once for each."""
    read: list[Inline] = []
    for (in_text, style), group in groupby(_pairs(units), _alike):
        if in_text:
            read.append(Text("".join(str(unit) for unit, _ in group), style))
        else:
            read += [restyled(unit, style) for unit, _ in group if not isinstance(unit, str)]
    return tuple(read)


def _pairs(units: Sequence[Unit]) -> Iterable[tuple[Unit, Style]]:
    """Most lines have no marks, and nothing to be looked for."""
    if not any(isinstance(unit, str) and unit in _MARKS for unit in units):
        return ((unit, PLAIN) for unit in units)
    return _Line(units).read(0, len(units), PLAIN)


def _alike(pair: tuple[Unit, Style]) -> tuple[bool, Style]:
    return isinstance(pair[0], str), pair[1]


class _Line:
    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = units
        self._next_closing = {mark: self._closings(mark) for mark in _MARKS if mark in units}

    def read(self, start: int, end: int, style: Style) -> Iterator[tuple[Unit, Style]]:
        """Every unit but the marks, each with the style it stands in."""
        at = start
        while at < end:
            unit = self._units[at]
            if close := self._closing(at, end, style):
                yield from self.read(at + 1, close, style | _MARKS[str(unit)])
                at = close
            else:
                yield unit, style
            at += 1

    def _closing(self, at: int, end: int, style: Style) -> int | None:
        """Where the span that opens here ends, if one opens here."""
        mark = self._units[at]
        if not isinstance(mark, str) or mark not in _MARKS or style | _MARKS[mark] == style:
            return None
        if not self._opens(at, mark):
            return None
        close = self._next_closing[mark][at + 2] if at + 2 < len(self._units) else end
        return close if close < end else None

    def _closings(self, mark: str) -> list[int]:
        """For each place, the next at which such a span can end."""
        nearest = [len(self._units)] * (len(self._units) + 1)
        for at in reversed(range(len(self._units))):
            closes = self._units[at] == mark and self._closes(at, mark)
            nearest[at] = at if closes else nearest[at + 1]
        return nearest

    def _opens(self, at: int, mark: str) -> bool:
        return _outside(self._unit(at - 1), mark) and _inside(self._unit(at + 1), mark)

    def _closes(self, at: int, mark: str) -> bool:
        return _inside(self._unit(at - 1), mark) and _outside(self._unit(at + 1), mark)

    def _unit(self, at: int) -> Unit | None:
        return self._units[at] if 0 <= at < len(self._units) else None


def _inside(unit: Unit | None, mark: str) -> bool:
    return unit is not None and unit != mark and not (isinstance(unit, str) and unit.isspace())


def _outside(unit: Unit | None, mark: str) -> bool:
    """Slack leaves `snake_case` alone, and doubled marks too."""
    return unit != mark and not (isinstance(unit, str) and _in_word(unit))


def _in_word(sign: str) -> bool:
    """Of letters and digits together, too."""
    return sign.isalnum() or unicodedata.category(sign).startswith("M")
