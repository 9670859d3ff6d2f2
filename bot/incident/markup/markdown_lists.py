"""Lists in Markdown, where the place of an item's first letter says how deep it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.incident.markup.layout import Row
from bot.incident.markup.tree import Inlines

_NOTHING = "\N{NO-BREAK SPACE}"
"""An item without a text would underline the one before as a heading."""


@dataclass(frozen=True)
class _Level:
    ordered: bool
    sign: str
    next_number: int
    text_at: int


def listing(rows: Iterable[Row], item: Callable[[Inlines], str]) -> str:
    told: list[str] = []
    levels: list[_Level] = []
    for row in rows:
        before = levels[row.level] if row.level < len(levels) else None
        del levels[row.level :]
        start = levels[-1].text_at if levels else 0
        levels.append(_level(row, before, start))
        if told and row.ordered and row.number != 1 and not _goes_on(row, before):
            told.append("")
        told.append(_placed(row, levels[-1], start, item(row.inlines) or _NOTHING))
    return "\n".join(told)


def _level(row: Row, before: _Level | None, start: int) -> _Level:
    """A list of which the numbers do not go on is another one if its sign is another."""
    if not row.ordered:
        return _Level(False, "-", 0, start + len("- "))
    sign = before.sign if before and before.ordered else "."
    if before and before.ordered and not _goes_on(row, before):
        sign = ")" if sign == "." else "."
    return _Level(True, sign, row.number + 1, start + len(f"{row.number}{sign} "))


def _goes_on(row: Row, before: _Level | None) -> bool:
    return before is not None and before.ordered and before.next_number == row.number


def _placed(row: Row, level: _Level, start: int, text: str) -> str:
    mark = f"{row.number}{level.sign}" if row.ordered else level.sign
    first, *more = text.split("\n")
    below = [f"{' ' * level.text_at}{line}".rstrip(" ") for line in more]
    return "\n".join([f"{' ' * start}{mark} {first}", *below])
