"""Where the database is: the URLs that people give, as the drivers want them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}


class UnknownDatabase(ValueError):
    """Says what was expected, never what was given: it may hold a password."""

    def __init__(self) -> None:
        super().__init__(
            "The database's address must look like sqlite:///data/incidents.db "
            "or postgresql://user:password@host/name."
        )


def address(url: str) -> URL:
    """The URL with the driver in it. `postgres://`, as some hosts write it, is understood."""
    try:
        given = make_url(url)
    except (ArgumentError, ValueError):
        raise UnknownDatabase() from None
    kind = given.drivername.partition("+")[0]
    if kind not in _DRIVERS or (kind == "sqlite" and not _is_file(given)):
        raise UnknownDatabase()
    return given.set(drivername=_DRIVERS[kind])


def sqlite_file(url: str) -> Path | None:
    """The file that holds everything; None when a server does."""
    where = address(url)
    is_sqlite = where.get_backend_name() == "sqlite"
    return Path(where.database or "") if is_sqlite else None


def _is_file(url: URL) -> bool:
    return bool(url.database) and url.database != ":memory:"
