"""Finding incidents: by their state, and by words in what was written of them.

The index holds folded words (`bot.incident.listing`), so both databases cut them alike; it is made
from the tables and can be made again. The older part of a very long story falls out of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    cast,
    column,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy import table as plain_table
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.incident.ids import IncidentId
from bot.incident.incident import Incident
from bot.incident.listing import WORDS, Found, Listing, search_words
from bot.storage.columns import table
from bot.storage.incidents import INCIDENT
from bot.storage.rows import value_of
from bot.storage.tables import MemberRow

KEPT = 200_000
"""So many characters of an incident's entries can be searched."""
_C = INCIDENT.c
_MEMBER = table(MemberRow)


class StoredSearch:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        sqlite = connection.dialect.name == "sqlite"
        number = "rowid" if sqlite else "number"
        names = (number, "title", "impact", "entries", "document")
        self._index = plain_table("search", *map(column, names))
        self._number = self._index.c[number]
        self._end = _end_sqlite if sqlite else _end_postgresql
        self._matched = self._by_fts5 if sqlite else self._by_tsvector

    async def begin(self, incident: Incident, told: str) -> None:
        """Of an incident that the index does not have."""
        entries = " ".join(search_words(told))[-KEPT:]
        row = {self._number.name: incident.number, **_state(incident), "entries": entries}
        await self._connection.execute(insert(self._index).values(row))

    async def note(self, incident: Incident, told: str) -> None:
        """What was written of this incident, after what is known already."""
        longer = self._end(self._index.c.entries + " " + " ".join(search_words(told)))
        update_ = update(self._index).where(self._number == incident.number)
        changed = await self._connection.execute(update_.values(**_state(incident), entries=longer))
        if changed.rowcount == 0:
            await self.begin(incident, told)

    async def renew(self, incident: Incident, told: str) -> None:
        """What was written of this incident is this, and nothing else."""
        entries = " ".join(search_words(told))[-KEPT:]
        update_ = update(self._index).where(self._number == incident.number)
        await self._connection.execute(update_.values(**_state(incident), entries=entries))

    async def page(self, wanted: Listing) -> Found:
        """Best first where words are looked for, else newest first."""
        matching = select(INCIDENT).where(*_conditions(wanted))
        newest = _C.number.desc()
        order: tuple[Any, ...] = (newest,)
        if wanted.words:
            matching, best = self._matched(matching, wanted.words[:WORDS])
            order = (best, newest)
        total = await self._connection.scalar(select(func.count()).select_from(_ids(matching)))
        shown = matching.order_by(*order).offset(wanted.offset).limit(wanted.limit)
        rows = await self._connection.execute(shown)
        return Found([value_of(Incident, row) for row in rows], int(total or 0))

    async def missing(self) -> Sequence[IncidentId]:
        """Incidents that the index lacks."""
        known = (await self._connection.scalars(select(self._number))).all()
        rows = await self._connection.execute(select(_C.id, _C.number).order_by(_C.number))
        indexed = set(known)
        return [IncidentId(id) for id, number in rows if number not in indexed]

    def _by_fts5(self, matching: Select[Any], words: Sequence[str]) -> tuple[Select[Any], Any]:
        query = " ".join(f'"{word}"*' for word in words)
        hit = literal_column("search").op("MATCH")(query)
        matching = matching.join(self._index, self._number == _C.number).where(hit)
        return matching, literal_column("bm25(search, 10.0, 5.0, 1.0)")

    def _by_tsvector(self, matching: Select[Any], words: Sequence[str]) -> tuple[Select[Any], Any]:
        quoted = " & ".join(f"'{word}':*" for word in words)
        query = func.to_tsquery(literal_column("'simple'::regconfig"), quoted)
        document = self._index.c.document
        matching = matching.join(self._index, self._number == _C.number)
        matching = matching.where(document.op("@@")(query))
        return matching, func.ts_rank(document, query).desc()


def _state(incident: Incident) -> dict[str, str]:
    return {
        "title": " ".join(search_words(incident.title)),
        "impact": " ".join(search_words(incident.impact)),
    }


def _ids(matching: Select[Any]) -> Any:
    return matching.with_only_columns(_C.number).subquery()


def _conditions(wanted: Listing) -> list[ColumnElement[bool]]:
    inside = _C.id.in_(
        select(_MEMBER.c.incident).where(_MEMBER.c.person == wanted.by, _MEMBER.c.present)
    )
    asked = [inside if wanted.inside else or_(~_C.private, _C.declared_by == wanted.by, inside)]
    if wanted.statuses:
        asked.append(_C.status.in_(sorted(wanted.statuses)))
    if wanted.severity:
        asked.append(_C.severity == wanted.severity)
    if wanted.mine:
        asked.append(_concerns(wanted.by))
    return asked


def _concerns(user: str) -> ColumnElement[bool]:
    quoted = f'"{user}"'
    named = (cast(each, String).contains(quoted, autoescape=True) for each in (_C.roles, _handed()))
    return or_(_C.declared_by == user, *named)


def _handed() -> ColumnElement[Any]:
    return func.coalesce(cast(_C.handover, String), "")


def _end_sqlite(text: ColumnElement[str]) -> ColumnElement[str]:
    return func.substr(text, -KEPT)


def _end_postgresql(text: ColumnElement[str]) -> ColumnElement[str]:
    return func.right(text, KEPT)
