"""Bringing the tables up to date: one step at a time, one process at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.address import sqlite_file
from bot.storage.backup import back_up, backups_beside
from bot.storage.engine import or_ledger_down, reading_engine, writing_engine

STEPS = Path(__file__).parent / "migrations"
_TURN = 0x1AC1_DE27_0001
"""The number of the lock that PostgreSQL gives to one migrating process at a time."""
_WAIT_SECONDS = 60.0


class NotMigrated(Exception):
    """The database is older than this program."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(
            f"The database lacks {', '.join(missing)}. Run `incident-bot migrate` first."
        )
        self.missing = missing


async def pending(url: str, *, steps: Path = STEPS) -> list[str]:
    """The steps not yet taken, in order. A database of a later release lacks none."""
    return _steps_after(await _revision_of(url), steps)


async def require_migrated(url: str) -> None:
    if missing := await pending(url):
        raise NotMigrated(missing)


async def migrate(
    url: str, *, backups: Path | None = None, now: datetime | None = None, steps: Path = STEPS
) -> list[str]:
    """Take the steps that are missing and return them.

    What SQLite holds is copied first, into `backups` (by default a folder beside the file).
    """
    revision = await _revision_of(url)
    if not _steps_after(revision, steps):
        return []
    file = sqlite_file(url)
    if file is not None and revision is not None:
        await back_up(url, backups or backups_beside(file), now=now or datetime.now(UTC))
    engine = writing_engine(url, busy_seconds=_WAIT_SECONDS)
    try:
        with or_ledger_down():
            return [step async for step in _taken(engine, steps)]
    finally:
        await engine.dispose()


async def _revision_of(url: str) -> str | None:
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return None
    writer = writing_engine(url, busy_seconds=_WAIT_SECONDS)
    reader = reading_engine(url, writer, busy_seconds=_WAIT_SECONDS)
    try:
        with or_ledger_down():
            async with reader.begin() as connection:
                return await connection.run_sync(_revision)
    finally:
        await reader.dispose()


async def _taken(engine: AsyncEngine, steps: Path) -> AsyncIterator[str]:
    step: str | None = ""
    while step is not None:
        async with engine.begin() as connection:
            step = await connection.run_sync(_take_next, steps)
        if step is not None:
            yield step


def _take_next(connection: Connection, steps: Path) -> str | None:
    """Take the first missing step, after whoever else is at it has finished."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
    step = next(iter(_steps_after(_revision(connection), steps)), None)
    if step is not None:
        _apply(connection, step, steps)
    return step


def _apply(connection: Connection, step: str, steps: Path) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(steps).replace("%", "%%"))
    command.upgrade(config, _number(step))


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def _steps_after(revision: str | None, steps: Path) -> list[str]:
    names = sorted(file.stem for file in (steps / "versions").glob("[0-9]*.py"))
    return [step for step in names if revision is None or _number(step) > revision]


def _number(step: str) -> str:
    return step.partition("_")[0]
