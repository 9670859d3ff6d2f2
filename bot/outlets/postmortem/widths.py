"""How wide each column of a table is drawn: said by what stands in it, it need not be tried out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from math import isqrt

LONGEST_WORD, LONGEST_TEXT = 18, 60
"""Letters up to which a column grows; what is longer is broken, or takes more lines."""
ROOM = 3
"""Letters: the distance to the next column, and that headings are bold."""
LETTERS = 85
"""In a line of a table on paper."""


def widths(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[int]:
    """Whole percents, together a hundred; none where there are no columns."""
    if not columns:
        return []
    drawn = [cells[: len(columns)] for cells in rows]
    texts = [*zip_longest(columns, *drawn, fillvalue="")]
    least = [_longest_word(column) + ROOM for column in texts]
    usual = [_usual(column[1:]) + ROOM for column in texts]
    wanted = [max(high - low, 0) for high, low in zip(usual, least, strict=True)]
    left = max(LETTERS - sum(least), 0)
    granted = min(left / max(sum(wanted), 1), 1)
    return _percents([low + more * granted for low, more in zip(least, wanted, strict=True)])


def _longest_word(texts: Iterable[str]) -> int:
    return min(max(len(word) for text in texts for word in (text.split() or [""])), LONGEST_WORD)


def _usual(texts: Sequence[str]) -> int:
    """Long ones count for more than short ones, and those that are not there for nothing."""
    lengths = [min(len(text), LONGEST_TEXT) for text in texts]
    return isqrt(sum(length**2 for length in lengths) // max(len(lengths), 1))


def _percents(shares: Sequence[float]) -> list[int]:
    """What rounding leaves goes to the widest."""
    found = [int(share * 100 / sum(shares)) for share in shares]
    found[found.index(max(found))] += 100 - sum(found)
    return found
