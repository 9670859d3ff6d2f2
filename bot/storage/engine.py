"""Connections: how SQLite and PostgreSQL are opened, and which failures mean "not reachable"."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.response.ports import LedgerDown
from bot.storage.address import address, sqlite_file
from bot.storage.sqlite_connection import connect

CONNECT_SECONDS = 3
READERS = 4
_STALE_SECONDS = 60
"""A PostgreSQL session that holds locks and says nothing for so long belongs to a lost machine."""
_SQLITE_UNREACHABLE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOMEM,
    }
)


def writing_engine(url: str, *, busy_seconds: float) -> AsyncEngine:
    where = address(url)
    if file := sqlite_file(url):
        _make_folder(file)
        return _sqlite(where, busy_seconds, size=1, writing=True, setup=_FOR_WRITING)
    return _postgresql(where, busy_seconds)


def reading_engine(url: str, writer: AsyncEngine, *, busy_seconds: float) -> AsyncEngine:
    """Each transaction sees one state of the database, and can change nothing."""
    if sqlite_file(url):
        where = address(url)
        return _sqlite(where, busy_seconds, size=READERS, writing=False, setup=_FOR_READING)
    return writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


@contextmanager
def or_ledger_down() -> Iterator[None]:
    """Turn the failures of a database that does not answer into LedgerDown, and no others."""
    try:
        yield
    except PoolExhausted as error:
        raise LedgerDown("every connection to the database stayed busy") from error
    except DBAPIError as error:
        if _unreachable(error):
            raise LedgerDown(str(error.orig).strip()) from error
        raise


def _unreachable(error: DBAPIError) -> bool:
    if error.connection_invalidated:
        return True
    if isinstance(error.orig, sqlite3.Error):
        code = getattr(error.orig, "sqlite_errorcode", None)
        return code is not None and code & 0xFF in _SQLITE_UNREACHABLE
    return isinstance(error, OperationalError | InterfaceError)


_FOR_WRITING = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # what is erased leaves no trace in free pages
)
_FOR_READING = ("PRAGMA query_only=ON",)


def _make_folder(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LedgerDown(f"no folder for {file}: {error.strerror}") from error


def _sqlite(
    where: URL, busy_seconds: float, *, size: int, writing: bool, setup: tuple[str, ...]
) -> AsyncEngine:
    engine = create_async_engine(
        where,
        pool_size=size,
        max_overflow=0,
        pool_timeout=busy_seconds,
        hide_parameters=True,
        # The driver's own idea of when to begin would take the write lock too late.
        connect_args={
            "async_creator_fn": connect,
            "timeout": busy_seconds,
            "isolation_level": None,
        },
    )
    _on_connect(engine, setup)

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.begin(writing=writing)

    return engine


def _postgresql(where: URL, busy_seconds: float) -> AsyncEngine:
    engine = create_async_engine(
        where,
        pool_size=5,
        max_overflow=5,
        pool_timeout=busy_seconds,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"connect_timeout": CONNECT_SECONDS, "application_name": "incident-bot"},
    )
    wait = round(busy_seconds * 1000)
    _on_connect(
        engine,
        (
            f"SET lock_timeout = {wait}",
            f"SET statement_timeout = {2 * wait}",
            f"SET idle_in_transaction_session_timeout = {_STALE_SECONDS * 1000}",
        ),
    )
    return engine


def _on_connect(engine: AsyncEngine, setup: tuple[str, ...]) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def _set_up(connection: Any, _: object) -> None:
        cursor = connection.cursor()
        for statement in setup:
            cursor.execute(statement)
        cursor.close()
        connection.commit()
