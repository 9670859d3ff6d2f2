"""Only one bot works on a database at a time: a second one started by mistake is kept out."""

from __future__ import annotations

import os
import re
import socket
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from filelock import FileLock, Timeout
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from bot.storage.address import address, sqlite_file
from bot.storage.engine import CONNECT_SECONDS, or_ledger_down

_NUMBER = 0x1AC1_DE27_0002
"""Of the lock that PostgreSQL gives to the one bot that runs; each database has its own."""
_HOLDER = text(
    "SELECT application_name FROM pg_stat_activity JOIN pg_locks USING (pid)"
    " JOIN pg_database ON pg_database.oid = pg_locks.database"
    " WHERE pg_database.datname = current_database() AND locktype = 'advisory' AND granted"
    " AND (classid::bigint << 32) + objid::bigint = :number"
)
_LOST_AFTER = (
    "tcp_keepalives_idle = 15",
    "tcp_keepalives_interval = 5",
    "tcp_keepalives_count = 3",
)
"""Half a minute after its machine is gone, a bot's lock is free; the default is two hours."""


class AlreadyRunning(Exception):
    def __init__(self, pid: int | None) -> None:
        who = "Another bot" if pid is None else f"Another bot (process {pid})"
        super().__init__(f"{who} works on this database already. Stop it first.")
        self.pid = pid


class OnlyOne:
    """Held from start to end of whatever needs the database to itself."""

    def __init__(self, url: str) -> None:
        file = sqlite_file(url)
        self._lock: _Lock = _SessionLock(url) if file is None else _LockFile(file)

    async def __aenter__(self) -> Self:
        """Raises AlreadyRunning, or LedgerDown when the server does not answer."""
        await self._lock.take()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._lock.release()

    async def keep(self) -> None:
        """Call now and then: takes the lock again when an outage of the server has broken it.

        Raises AlreadyRunning when another bot was faster, LedgerDown while the outage lasts.
        """
        await self._lock.keep()


class _Lock(Protocol):
    async def take(self) -> None: ...
    async def keep(self) -> None: ...
    async def release(self) -> None: ...


class _LockFile:
    """A lock beside the SQLite file; the system frees it when the process ends, however it ends."""

    def __init__(self, file: Path) -> None:
        place = file.resolve()
        self._path = place.with_name(place.name + ".lock")
        self._lock = FileLock(self._path, timeout=0, thread_local=False)

    async def take(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire()
        except Timeout:
            raise AlreadyRunning(_pid_in(self._path.read_text(encoding="ascii"))) from None
        self._path.write_text(str(os.getpid()), encoding="ascii")

    async def keep(self) -> None:
        """Nothing breaks a file's lock."""

    async def release(self) -> None:
        self._path.write_text("", encoding="ascii")
        self._lock.release()


class _SessionLock:
    """A lock of a PostgreSQL session; the server frees it when the connection ends."""

    def __init__(self, url: str) -> None:
        self._engine = create_async_engine(
            address(url),
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={
                "connect_timeout": CONNECT_SECONDS,
                "application_name": f"incident-bot {os.getpid()} on {socket.gethostname()}"[:63],
            },
        )
        self._connection: AsyncConnection | None = None

    async def take(self) -> None:
        with or_ledger_down():
            async with AsyncExitStack() as unless_taken:
                connection = await unless_taken.enter_async_context(self._engine.connect())
                await _claim(connection)
                unless_taken.pop_all()
        self._connection = connection

    async def keep(self) -> None:
        if self._connection is not None:
            try:
                await self._connection.execute(text("SELECT 1"))
                return
            except DBAPIError:
                await self.release()
        await self.take()

    async def release(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None


async def _claim(connection: AsyncConnection) -> None:
    for setting in _LOST_AFTER:
        await connection.execute(text(f"SET {setting}"))
    number = {"number": _NUMBER}
    if not await connection.scalar(text("SELECT pg_try_advisory_lock(:number)"), number):
        holder: str | None = await connection.scalar(_HOLDER, number)
        raise AlreadyRunning(_pid_in(holder or ""))


def _pid_in(text: str) -> int | None:
    found = re.search(r"\d+", text)
    return int(found[0]) if found else None
