"""The configured levels, and the many ways in which people spell them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.incident.severity import SHIPPED, UNSURE, Severity
from bot.incident.text import folded

_WORDS = {
    "critical": 1,
    "critique": 1,
    "major": 2,
    "majeur": 2,
    "majeure": 2,
    "minor": 3,
    "mineur": 3,
    "mineure": 3,
    "low": 4,
    "cosmetic": 4,
    "cosmetique": 4,
}
_CODE = re.compile(r"(?P<letters>sev|s|p)[ -]?(?P<digit>\d)")


@dataclass(frozen=True, slots=True)
class Reading:
    """A typed line, taken apart. `from_p0`: the answer has to say what `p0` was taken for."""

    severity: Severity | None
    title: str
    from_p0: bool = False


class Severities:
    """The levels, highest first."""

    def __init__(self, levels: Sequence[Severity] = SHIPPED, *, from_zero: bool = False) -> None:
        """`from_zero`: `p0`..`p3` mean the first to the fourth level, as some teams count."""
        self._levels = tuple(sorted(levels, key=lambda level: level.rank))
        self._from_zero = from_zero

    def __iter__(self) -> Iterator[Severity]:
        return iter(self._levels)

    def __getitem__(self, key: str) -> Severity:
        """Raises KeyError for a key that configuration does not have."""
        level = self.get(key)
        if level is None:
            raise KeyError(key)
        return level

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None

    def get(self, key: str) -> Severity | None:
        return next((level for level in self._levels if level.key == key), None)

    @property
    def unsure(self) -> Severity:
        return self.get(UNSURE) or self._levels[-1]

    def is_lower(self, key: str, other: str) -> bool:
        """Less bad than the other; False when either is not configured any more."""
        one, two = self.get(key), self.get(other)
        return one is not None and two is not None and one.rank > two.rank

    def spelled(self, word: str) -> Severity | None:
        """The level that this spelling means: a code, a configured key, a word, or a bare digit."""
        word = folded(word)
        if configured := self.get(word):
            return configured
        if word in _WORDS:
            return self._at(_WORDS[word])
        return self._at(int(word)) if re.fullmatch(r"\d", word) else self._coded(word)

    def read(self, line: str) -> Reading:
        """Find the severity at the start or at the end of a typed line; the rest is the title.

        At the start every spelling counts. At the end only codes are taken off: in "Disk usage
        critical" the word says how bad it is *and* belongs to the title, so it stays there, and a
        bare digit ("Deploy of release 2") or a mild word ("Latency is low") says nothing at all.
        """
        words = line.split()
        return self._leading(words) or self._trailing(words) or Reading(None, line.strip())

    def _leading(self, words: list[str]) -> Reading | None:
        for length in (2, 1):
            spelling, rest = " ".join(words[:length]), words[length:]
            level = self._coded(folded(spelling)) if length == 2 else self.spelled(spelling)
            if level and len(words) >= length:
                return Reading(level, " ".join(rest), self._was_p0(spelling))
        return None

    def _trailing(self, words: list[str]) -> Reading | None:
        for length in (2, 1):
            spelling, rest = " ".join(words[-length:]), words[:-length]
            level = self._coded(folded(spelling))
            if level and rest:
                return Reading(level, " ".join(rest), self._was_p0(spelling))
        last = folded(words[-1]) if words else ""
        if _WORDS.get(last, 9) <= 2:
            return Reading(self._at(_WORDS[last]), " ".join(words))
        return None

    def _coded(self, spelling: str) -> Severity | None:
        found = _CODE.fullmatch(spelling)
        if found is None:
            return self.get(spelling)
        digit = int(found["digit"])
        if found["letters"] == "p" and (self._from_zero or digit == 0):
            digit += 1
        return self._at(digit)

    def _was_p0(self, spelling: str) -> bool:
        return not self._from_zero and folded(spelling).replace(" ", "").replace("-", "") == "p0"

    def _at(self, rank: int) -> Severity | None:
        return self._levels[rank - 1] if 1 <= rank <= len(self._levels) else None
