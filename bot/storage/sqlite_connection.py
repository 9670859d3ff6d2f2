"""SQLite's connection for SQLAlchemy, with one trip to its thread for each statement.

aiosqlite takes a trip there and back to make a cursor, one to execute, one to fetch and one to
close. Each takes longer than most statements do, and longer still when the event loop is busy.
A transaction begins with its first statement, in the same trip, and ends only if it has begun.
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
    _beginning = ""
    """What the next statement is to begin with."""
    _begun = False
    _writes = True

    def cursor(self) -> Cursor:  # type: ignore[override]  # SQLAlchemy enters it
        return Cursor(self)

    def begin(self, *, writing: bool) -> None:
        """A transaction in which nothing is asked takes no lock and no trip."""
        self._beginning = "BEGIN IMMEDIATE" if writing else "BEGIN"
        self._writes = writing

    async def carried_out(self, act: Any) -> tuple[sqlite3.Cursor, Sequence[Any]]:
        """The closed cursor that `act` has used, and the rows it found; all on the thread."""
        beginning, self._beginning = self._beginning, ""
        self._begun = self._begun or bool(beginning)

        def carry_out() -> tuple[sqlite3.Cursor, Sequence[Any]]:
            cursor = self._conn.cursor()
            try:
                if beginning:
                    cursor.execute(beginning)
                act(cursor)
                return cursor, cursor.fetchall()
            finally:
                cursor.close()

        trip: Callable[[Any], Any] = self._execute
        found: tuple[sqlite3.Cursor, Sequence[Any]] = await trip(carry_out)
        return found

    async def commit(self) -> None:
        """Where nothing was written nothing can fail to be, so nobody waits for it."""
        self._beginning = ""
        if self._begun and self._writes:
            await super().commit()
        elif self._begun:
            self._tx.put_nowait((None, self._conn.commit))
        self._begun = False

    async def rollback(self) -> None:
        self._beginning = ""
        if self._begun:
            await super().rollback()
        self._begun = False


def connect(file: str, **options: Any) -> Connection:
    """To be awaited. Its thread keeps no process alive."""
    connection = Connection(partial(sqlite3.connect, file, **options), iter_chunk_size=64)
    connection._thread.daemon = True
    return connection
