"""What was erased leaves SQLite's own files too: the index of words, and the write-ahead log.

`secure_delete` (see `engine`) overwrites what rows held. The index keeps words of rows that are
gone until its parts are merged, and the log keeps pages as they were until it is cut.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

PAGES = 200
"""So many are merged at once: others who write wait no longer than that takes."""


def scrub(file: Path, *, busy_seconds: float = 2.0) -> bool:
    """False while others read, or write for long: then it is to be done again."""
    try:
        with closing(sqlite3.connect(file, timeout=busy_seconds, isolation_level=None)) as words:
            words.execute("PRAGMA secure_delete=ON")
            _merge_index(words)
            busy, _, _ = words.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
        return False
    return not busy


def _merge_index(connection: sqlite3.Connection) -> None:
    """Into one part. A negative number of pages begins it, others go on with it."""
    pages, changes = -PAGES, 2
    while changes >= 2:  # fewer: there was nothing left to merge
        before = connection.total_changes
        connection.execute("INSERT INTO search(search, rank) VALUES ('merge', ?)", (pages,))
        pages, changes = PAGES, connection.total_changes - before
