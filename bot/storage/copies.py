"""The copies themselves: how they are named, made, checked, and put in their place."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

UNFINISHED = ".unfinished"
"""Ends the name of a file that is still being written."""
_STAMP = "%Y%m%dT%H%M%S.%fZ"
_NAME = re.compile(r"(?P<name>.+)-(?P<stamp>\d{8}T\d{6}\.\d{6}Z)\.db")
_BUSY_SECONDS = 60.0


class BadCopy(Exception):
    """A copy that cannot be trusted; nothing was changed because of it."""

    def __init__(self, copy: Path, why: str) -> None:
        super().__init__(f"{copy} is not a good copy: {why}")
        self.copy = copy


def name_for(file: Path, now: datetime) -> str:
    return f"{file.stem}-{now.astimezone(UTC).strftime(_STAMP)}.db"


def taken_at(name: str, *, of: str | None = None) -> datetime | None:
    """When a copy of that name was taken; None when it is not the name of a copy (of `of`)."""
    parts = _NAME.fullmatch(name)
    if parts is None or of not in (None, parts["name"]):
        return None
    return datetime.strptime(parts["stamp"], _STAMP).replace(tzinfo=UTC)


def copies_in(folder: Path, *, of: str | None = None) -> list[tuple[Path, datetime]]:
    """Oldest first; of one database only, when its name is given."""
    found = [(path, taken_at(path.name, of=of)) for path in folder.glob("*.db")]
    dated = [(path, when) for path, when in found if when is not None]
    return sorted(dated, key=lambda copy: copy[1])


def copy_into(file: Path, target: Path) -> str | None:
    """Copy while others write; returns the revision of the original."""
    target.unlink(missing_ok=True)
    with closing(_opened(file)) as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        connection.execute("VACUUM INTO ?", (str(target),))
    shutil.copymode(file, target)
    return row[0] if row else None


def revision_of_copy(copy: Path) -> str:
    """Open and check a copy. Raises BadCopy unless it is whole and one of ours."""
    if not copy.is_file():
        raise BadCopy(copy, "there is no such file")
    try:
        with closing(_opened(copy)) as connection:
            _require_whole(connection, copy)
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise BadCopy(copy, str(error)) from error
    if found is None:
        raise BadCopy(copy, "it has no tables of this bot")
    return str(found[0])


def put_in_place(file: Path, place: Path) -> None:
    """Rename, so that what stands there is always whole, also after a power cut."""
    _sync(file)
    file.replace(place)
    _sync(place.parent)


def _opened(file: Path) -> sqlite3.Connection:
    """For reading, also while others write."""
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=_BUSY_SECONDS)


def _require_whole(connection: sqlite3.Connection, copy: Path) -> None:
    (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise BadCopy(copy, verdict)
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise BadCopy(copy, "rows refer to others that are not there")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
