"""Copies of a SQLite database: taken while the bot works, checked, kept, and put back."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from bot.storage.address import sqlite_file
from bot.storage.copies import (
    UNFINISHED,
    copies_in,
    copy_into,
    name_for,
    put_in_place,
    revision_of_copy,
    taken_at,
)
from bot.storage.copies import BadCopy as BadCopy
from bot.storage.lock import OnlyOne

_GIVEN_UP_AFTER = timedelta(hours=1)


class NotForThisDatabase(Exception):
    def __init__(self) -> None:
        super().__init__(
            "The bot copies SQLite files only. For PostgreSQL use the server's own tools: "
            "pg_dump and pg_restore, or the backups of whoever hosts it."
        )


class CannotCopy(Exception):
    """The database gave no copy; those taken before are untouched."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The database cannot be copied: {why}")


def backups_beside(file: Path) -> Path:
    return file.parent / "backups"


async def back_up(url: str, folder: Path, *, now: datetime, keep: int = 7) -> Path:
    """Copy the database into the folder, check the copy, and remove all but the last `keep`.

    Raises CannotCopy or BadCopy; both leave the earlier copies where they are.
    """
    return await asyncio.to_thread(_back_up, _file(url), folder, now, keep)


async def newest(folder: Path) -> tuple[Path, datetime] | None:
    """The last copy in the folder, and when it was taken."""
    copies = await asyncio.to_thread(copies_in, folder)
    return copies[-1] if copies else None


async def restore(url: str, copy: Path) -> Path | None:
    """Put a copy in the place of the database, which must not be in use.

    Returns where the present file is now, None when there was none.
    """
    file = _file(url)
    await asyncio.to_thread(revision_of_copy, copy)
    async with OnlyOne(url):
        return await asyncio.to_thread(_replace, file, copy)


def _file(url: str) -> Path:
    file = sqlite_file(url)
    if file is None:
        raise NotForThisDatabase()
    return file


def _back_up(file: Path, folder: Path, now: datetime, keep: int) -> Path:
    copy = folder / name_for(file, now)
    unfinished = copy.with_name(copy.name + UNFINISHED)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        revision = copy_into(file, unfinished)
        if revision_of_copy(unfinished) != revision:
            raise BadCopy(copy, "it holds another state than the original")
        put_in_place(unfinished, copy)
        _tidy(folder, file.stem, now, keep)
    except (sqlite3.Error, OSError) as error:
        raise CannotCopy(str(error)) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return copy


def _tidy(folder: Path, name: str, now: datetime, keep: int) -> None:
    """Remove what is older than the last few, and what a killed process left half-made."""
    for path, _ in copies_in(folder, of=name)[:-keep]:
        path.unlink(missing_ok=True)
    for path in folder.glob(f"*.db{UNFINISHED}"):
        begun = taken_at(path.name.removesuffix(UNFINISHED))
        if begun and begun < now - _GIVEN_UP_AFTER:
            path.unlink(missing_ok=True)


def _replace(file: Path, copy: Path) -> Path | None:
    arriving = file.with_name(file.name + UNFINISHED)
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        copy_into(copy, arriving)
        revision_of_copy(arriving)
        aside = _move_aside(file)
        put_in_place(arriving, file)
    finally:
        arriving.unlink(missing_ok=True)
    return aside


def _move_aside(file: Path) -> Path | None:
    """The write-ahead log moves with its file: beside another one it would be replayed into it."""
    aside = next(path for path in _names_beside(file) if not path.exists())
    existed = file.exists()
    for suffix in ("", "-wal", "-shm"):
        part = file.with_name(file.name + suffix)
        if part.exists():
            part.replace(aside.with_name(aside.name + suffix))
    return aside if existed else None


def _names_beside(file: Path) -> Iterator[Path]:
    return (file.with_name(f"{file.stem}.before-restore-{n}.db") for n in count(1))
