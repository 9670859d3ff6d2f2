"""Takes secrets out of what people write, before the bot keeps, quotes or sends a copy of it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.incident.masking_own import OWN_RULES
from bot.incident.masking_rule import Rule, Span, lowered
from bot.incident.masking_rules import vendor_rules

OWN_PATTERN = "own-pattern"
"""The kind of what a pattern of the team's found."""
_MASK = re.compile(r"••••\([a-z0-9-]+\)")
_SHORTEST = 8
_WINDOW, _STEP = 2_000, 1_500
"""How much a team's pattern sees at once: whoever wrote it, it stays fast."""


@dataclass(frozen=True, slots=True)
class Masked:
    text: str
    found: tuple[str, ...] = ()
    """The kinds of what was masked, each once: never a secret."""


def mask_of(kind: str) -> str:
    """Without blanks and brackets, so that an address with it stays an address."""
    return f"••••({kind})"


class Masker:
    """Masks what the rules find; `patterns` are the team's own, checked where they were read."""

    def __init__(self, patterns: Sequence[str] = ()) -> None:
        self._patterns = tuple(Rule(OWN_PATTERN, pattern) for pattern in patterns)

    def mask(self, text: str) -> Masked:
        """Until nothing is found: what a first mask uncovers is masked as well."""
        found: list[str] = []
        while spans := self.spans(text):
            text = replaced(text, spans)
            found += (span.kind for span in spans)
        return Masked(text, tuple(dict.fromkeys(found)))

    def spans(self, text: str) -> list[Span]:
        """Where secrets are, in order and apart; what is masked already is none."""
        if len(text) < _SHORTEST and not self._patterns:
            return []
        masks = [match.span() for match in _MASK.finditer(text)]
        fresh = (
            span
            for span in self._found(text)
            if not any(start < span.end and span.start < end for start, end in masks)
        )
        return joined(fresh)

    def _found(self, text: str) -> Iterator[Span]:
        for rule in _likely(text):
            yield from rule.spans(text)
        for start in range(0, len(text) if self._patterns else 0, _STEP):
            for pattern in self._patterns:
                yield from pattern.spans(text, start, min(start + _WINDOW, len(text)))


@functools.cache
def masker_of(patterns: tuple[str, ...]) -> Masker:
    """The same for the same patterns: each is made ready once."""
    return Masker(patterns)


def replaced(text: str, spans: Iterable[Span]) -> str:
    parts, last = [], 0
    for span in spans:
        parts += [text[last : span.start], mask_of(span.kind)]
        last = span.end
    return "".join([*parts, text[last:]])


def joined(spans: Iterable[Span]) -> list[Span]:
    """Those that overlap as one, of the longest one's kind."""
    apart: list[tuple[Span, int]] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        length = span.end - span.start
        if not apart or span.start >= apart[-1][0].end:
            apart.append((span, length))
            continue
        before, longest = apart[-1]
        kind = span.kind if length > longest else before.kind
        merged = Span(before.start, max(before.end, span.end), kind)
        apart[-1] = (merged, max(length, longest))
    return [span for span, _ in apart]


@functools.cache
def _rules() -> tuple[Rule, ...]:
    return (*OWN_RULES, *vendor_rules())


@functools.cache
def _by_keyword() -> dict[str, dict[str, tuple[Rule, ...]]]:
    """Every keyword with its rules, by the sign that a word with it has at least."""
    signs: dict[str, dict[str, tuple[Rule, ...]]] = {"_": {}, "-": {}, "": {}}
    for rule in _rules():
        for keyword in rule.keywords:
            in_a_word = " " not in keyword
            sign = next((sign for sign in "_-" if sign in keyword and in_a_word), "")
            signs[sign][keyword] = (*signs[sign].get(keyword, ()), rule)
    return signs


def _likely(text: str) -> list[Rule]:
    """The rules one of whose keywords is in the text."""
    low = lowered(text)
    words = low.split()
    found: list[Rule] = []
    for sign, keywords in _by_keyword().items():
        # Few words have such a sign, and most keywords do.
        where = " ".join(word for word in words if sign in word) if sign else low
        found += (rule for keyword, rules in keywords.items() if keyword in where for rule in rules)
    return list(dict.fromkeys(found))
