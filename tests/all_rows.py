"""Everything that a database holds, for tests that look for what it must not hold."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, inspect, select, text
from sqlalchemy import table as plain_table

from bot.storage.ledger import Database

_BEHIND_THE_INDEX = "search_"
"""SQLite's own tables behind the index of words: they are scrubbed a little later."""


async def tables_with(database: Database, word: str) -> list[str]:
    """The tables in which any row has this word, whatever its case."""
    async with database._reader.begin() as connection:
        rows = await connection.run_sync(_all_rows)
    return [name for name, found in rows.items() if word.lower() in str(found).lower()]


def _all_rows(connection: Connection) -> dict[str, Any]:
    names = inspect(connection).get_table_names()
    own = sorted({"search", *(name for name in names if not name.startswith(_BEHIND_THE_INDEX))})
    everything = {name: select(text("*")).select_from(plain_table(name)) for name in own}
    return {name: connection.execute(rows).all() for name, rows in everything.items()}
