"""Pages of a timeline: facts and key entries together, by when they happened."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.incident.entry import Entry, EntryKind
from bot.incident.timeline import TimelineEntry
from bot.response.entry_ports import PageWanted, TimelineLine, TimelinePage
from bot.storage.columns import table
from bot.storage.record_tables import KeyEntryRow
from bot.storage.rows import value_of
from bot.storage.tables import EntryRow

_FACT = table(EntryRow)
_ENTRY = table(KeyEntryRow)
_OF_FACTS, _OF_ENTRIES = "fact", "entry"


async def timeline_page(connection: AsyncConnection, wanted: PageWanted) -> TimelinePage:
    count = select(func.count()).select_from(_both(*_choice(wanted)).subquery())
    total = int(await connection.scalar(count, {"wanted": wanted.incident}) or 0)
    return TimelinePage(await timeline_lines(connection, wanted), total)


async def timeline_lines(connection: AsyncConnection, wanted: PageWanted) -> Sequence[TimelineLine]:
    page = {"wanted": wanted.incident, "skipped": wanted.offset, "most": wanted.limit}
    rows = (await connection.execute(_newest(*_choice(wanted)), page)).all()
    facts = await _facts(connection, [row.id for row in rows if row.what == _OF_FACTS])
    entries = await _entries(connection, [row.id for row in rows if row.what == _OF_ENTRIES])
    found: dict[str, TimelineLine] = {**facts, **entries}
    return [found[row.id] for row in rows]


def _choice(wanted: PageWanted) -> tuple[frozenset[str], frozenset[EntryKind], bool]:
    return frozenset(wanted.facts), frozenset(wanted.kinds), wanted.hidden


@lru_cache(maxsize=64)
def _newest(
    facts: frozenset[str], kinds: frozenset[EntryKind], hidden: bool
) -> CompoundSelect[Any]:
    """Built once for each choice: it is a large statement, and each look asks it."""
    both = _both(facts, kinds, hidden)
    newest = both.order_by(*(_column(both, name).desc() for name in ("at", "arrived", "id")))
    return newest.offset(bindparam("skipped")).limit(bindparam("most"))


def _both(facts: frozenset[str], kinds: frozenset[EntryKind], hidden: bool) -> CompoundSelect[Any]:
    return union_all(_chosen_facts(facts), _chosen_entries(kinds, hidden))


def _chosen_facts(facts: frozenset[str]) -> Select[Any]:
    c = _FACT.c
    chosen = (c.incident == bindparam("wanted")) & c.kind.in_(sorted(facts))
    id = cast(c.arrival, String).label("id")
    what = literal(_OF_FACTS).label("what")
    return select(what, id, c.occurred_at.label("at"), c.recorded_at.label("arrived")).where(chosen)


def _chosen_entries(kinds: frozenset[EntryKind], hidden: bool) -> Select[Any]:
    c = _ENTRY.c
    chosen = (c.incident == bindparam("wanted")) & c.kind.in_(sorted(kinds)) & _shown(hidden)
    what = literal(_OF_ENTRIES).label("what")
    return select(
        what, c.id.label("id"), c.occurred_at.label("at"), c.recorded_at.label("arrived")
    ).where(chosen)


def _shown(hidden: bool) -> ColumnElement[bool]:
    """As `Entry.shown` has it."""
    c = _ENTRY.c
    if hidden:
        return c.hidden.is_(True)
    by_hand = cast(c.corrections, String) != "[]"
    return c.hidden.is_(False) & or_(c.typed, c.marked, c.scribed, by_hand)


def _column(both: CompoundSelect[Any], name: str) -> ColumnElement[Any]:
    return both.selected_columns[name]


async def _facts(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, TimelineEntry]:
    if not ids:
        return {}
    rows = await connection.execute(select(_FACT).where(_FACT.c.arrival.in_(map(int, ids))))
    return {str(row.arrival): value_of(TimelineEntry, row) for row in rows}


async def _entries(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Entry]:
    if not ids:
        return {}
    rows = await connection.execute(select(_ENTRY).where(_ENTRY.c.id.in_(ids)))
    return {row.id: value_of(Entry, row) for row in rows}
