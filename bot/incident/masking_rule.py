"""How a secret is recognised: by words around it, by its pattern, and by whether it fits."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

Fits = Callable[[str, str], bool]
"""Of all that was matched and the secret in it: is it one?"""


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int
    kind: str


def anything(match: str, secret: str) -> bool:
    """Every match is a secret."""
    return True


@dataclass(frozen=True, slots=True)
class Rule:
    """The secret is the given group, else the first one that took part, else the whole match."""

    kind: str
    pattern: str
    keywords: tuple[str, ...] = ()
    """In lower case; without one of them in the text the pattern is not tried."""
    fits: Fits = anything
    group: int | None = None
    onwards: str = ""
    """A pattern for what follows a secret and belongs to it."""
    at_keyword: bool = False
    """Whether the pattern begins with a keyword, so that it is tried nowhere else."""

    def spans(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
        end = len(text) if end is None else end
        for match in self._matches(text, start, end):
            first, last = match.span(self._group_in(match))
            if first < last and self.fits(match[0], text[first:last]):
                yield Span(first, self._whole_end(text, last), self.kind)

    def _matches(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        pattern = compiled(self.pattern)
        if not self.at_keyword:
            yield from pattern.finditer(text, start, end)
            return
        for place in _places(lowered(text), self.keywords):
            if place >= start and (match := pattern.match(text, place, end)):
                yield match
                start = match.end()

    def _group_in(self, match: re.Match[str]) -> int:
        if self.group is not None:
            return self.group
        return next((n for n, part in enumerate(match.groups(), start=1) if part), 0)

    def _whole_end(self, text: str, last: int) -> int:
        follows = compiled(self.onwards).match(text, last) if self.onwards else None
        return follows.end() if follows else last


def lowered(text: str) -> str:
    """In lower case, with every character at its place."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(sign.lower() if sign.isascii() else sign for sign in text)


def _places(text: str, words: Iterable[str]) -> list[int]:
    return sorted(place for word in words for place in _places_of(word, text))


def _places_of(word: str, text: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + 1)


@functools.cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Most patterns are never needed, so none is compiled before it is."""
    return re.compile(pattern, re.ASCII)
