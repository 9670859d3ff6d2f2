"""SQLite's connection for SQLAlchemy, with one trip to its thread for each statement.

aiosqlite takes a trip there and back to make a cursor, one to execute, one to fetch and one to
close. Each takes longer than most statements do, and longer still when the event loop is busy.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Self

import aiosqlite


class Cursor:
    """What SQLAlchemy asks of an asynchronous cursor; its rows are here once it has executed."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: Sequence[Any] = ()
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Self:
        return await self._done(lambda cursor: cursor.execute(sql, parameters))

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> Self:
        return await self._done(lambda cursor: cursor.executemany(sql, parameters))

    async def fetchall(self) -> Sequence[Any]:
        rows, self._rows = self._rows, ()
        return rows

    async def close(self) -> None:
        self._rows = ()

    async def _done(self, act: Any) -> Self:
        done, self._rows = await self._connection.carried_out(act)
        self.description = done.description
        self.rowcount = done.rowcount
        self.lastrowid = done.lastrowid
        return self


class Connection(aiosqlite.Connection):
    def cursor(self) -> Cursor:  # type: ignore[override]  # SQLAlchemy enters it
        return Cursor(self)

    async def carried_out(self, act: Any) -> tuple[sqlite3.Cursor, Sequence[Any]]:
        """The closed cursor that `act` has used, and the rows it found; all on the thread."""

        def carry_out() -> tuple[sqlite3.Cursor, Sequence[Any]]:
            cursor = self._conn.cursor()
            try:
                act(cursor)
                return cursor, cursor.fetchall()
            finally:
                cursor.close()

        trip: Callable[[Any], Any] = self._execute
        found: tuple[sqlite3.Cursor, Sequence[Any]] = await trip(carry_out)
        return found


def connect(file: str, **options: Any) -> Connection:
    """To be awaited. Its thread keeps no process alive."""
    connection = Connection(partial(sqlite3.connect, file, **options), iter_chunk_size=64)
    connection._thread.daemon = True
    return connection
