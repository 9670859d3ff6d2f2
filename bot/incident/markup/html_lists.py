"""Lists in HTML, which, unlike Slack's, contain each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.incident.markup.layout import Row
from bot.incident.markup.tree import Inlines


@dataclass
class _Open:
    tag: str
    next_number: int = 1


def listing(rows: Iterable[Row], item: Callable[[Inlines], str]) -> str:
    """Numbers that do not go on by themselves are written down."""
    told: list[str] = []
    opened: list[_Open] = []
    for row in rows:
        told.append(_closing(opened, row))
        told.append(_opening(opened, row))
        told.append(f"<li{_value(opened[-1], row)}>{item(row.inlines)}")
    return "".join([*told, *_closed(opened, 0)])


def _closing(opened: list[_Open], row: Row) -> str:
    """Ends what cannot go on: deeper lists, one of the other kind, the item before."""
    closed = "".join(_closed(opened, row.level + 1))
    if len(opened) <= row.level:
        return closed
    if opened[-1].tag != _tag(row):
        return closed + "".join(_closed(opened, row.level))
    return closed + "</li>"


def _closed(opened: list[_Open], down_to: int) -> list[str]:
    closed = [f"</li></{one.tag}>" for one in reversed(opened[down_to:])]
    del opened[down_to:]
    return closed


def _opening(opened: list[_Open], row: Row) -> str:
    if len(opened) > row.level:
        return ""
    opened.append(_Open(_tag(row)))
    return f"<{_tag(row)}>"


def _tag(row: Row) -> str:
    return "ol" if row.ordered else "ul"


def _value(list_: _Open, row: Row) -> str:
    goes_on = list_.next_number == row.number
    list_.next_number = row.number + 1
    return f' value="{row.number}"' if row.ordered and not goes_on else ""
