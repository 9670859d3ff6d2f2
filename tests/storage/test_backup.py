"""Copies of a SQLite database: whole, checked, few, and good for putting back."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import timedelta, timezone
from pathlib import Path

import pytest

from bot.storage.address import sqlite_file
from bot.storage.backup import CannotCopy, NotForThisDatabase, back_up, newest, restore
from bot.storage.copies import BadCopy
from bot.storage.ledger import Database
from bot.storage.lock import AlreadyRunning, OnlyOne
from tests.storage.values import NOW, minutes

POSTGRESQL = "postgresql://bot@host/incidents"


@pytest.fixture
def file(sqlite_url: str) -> Path:
    found = sqlite_file(sqlite_url)
    assert found is not None
    return found


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
async def ledger(sqlite_url: str) -> AsyncIterator[Database]:
    database = await Database.open(sqlite_url)
    yield database
    await database.close()


async def note(ledger: Database, text: str) -> None:
    async with ledger.work() as work:
        await work.notes.set("said", text)


def leave(file: Path) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text("mine")


def content(file: Path) -> bytes:
    return file.read_bytes()


async def noted(file: Path) -> str | None:
    ledger = await Database.open(f"sqlite:///{file}")
    async with ledger.look() as work:
        text = await work.notes.get("said")
    await ledger.close()
    return text


async def test_a_copy_holds_what_was_committed_while_the_bot_works(
    ledger: Database, sqlite_url: str, backups: Path
) -> None:
    await note(ledger, "committed")
    async with ledger.work() as work:
        await work.notes.set("said", "not yet")

        copy = await back_up(sqlite_url, backups, now=NOW)

    assert await noted(copy) == "committed"
    assert await newest(backups) == (copy, NOW)


async def test_copies_are_dated_in_utc_whatever_the_zone_of_the_clock(
    sqlite_url: str, backups: Path
) -> None:
    copy = await back_up(sqlite_url, backups, now=NOW.astimezone(timezone(timedelta(hours=-8))))

    assert copy.stem.endswith("-20261121T143000.123456Z")
    assert await newest(backups) == (copy, NOW)


async def test_the_last_seven_are_kept(sqlite_url: str, backups: Path) -> None:
    copies = [await back_up(sqlite_url, backups, now=minutes(n)) for n in range(9)]

    assert sorted(os.listdir(backups)) == [copy.name for copy in copies[2:]]


async def test_other_files_in_the_folder_are_left_alone(sqlite_url: str, backups: Path) -> None:
    others = ["another-20200101T000000.000000Z.db", "incidents.db", "notes.txt"]
    for name in others:
        leave(backups / name)

    copy = await back_up(sqlite_url, backups, now=NOW, keep=1)

    assert sorted(os.listdir(backups)) == sorted([*others, copy.name])


async def test_what_a_killed_process_left_half_made_is_removed_later(
    sqlite_url: str, file: Path, backups: Path
) -> None:
    half_made = backups / f"{file.stem}-20261121T120000.000000Z.db.unfinished"
    leave(half_made)

    assert await newest(backups) is None
    await back_up(sqlite_url, backups, now=minutes(-120))
    assert half_made.name in os.listdir(backups)
    await back_up(sqlite_url, backups, now=NOW)
    assert half_made.name not in os.listdir(backups)


async def test_there_is_no_newest_copy_in_a_folder_that_is_not_there(backups: Path) -> None:
    assert await newest(backups) is None


async def test_a_copy_is_as_private_as_the_original(
    sqlite_url: str, file: Path, backups: Path
) -> None:
    os.chmod(file, 0o600)

    copy = await back_up(sqlite_url, backups, now=NOW)

    assert os.stat(copy).st_mode & 0o777 == 0o600


async def test_a_damaged_database_gives_no_copy(sqlite_url: str, file: Path, backups: Path) -> None:
    await back_up(sqlite_url, backups, now=NOW)
    damage(file)

    with pytest.raises(CannotCopy, match="malformed"):
        await back_up(sqlite_url, backups, now=minutes(1))

    assert len(os.listdir(backups)) == 1


async def test_a_database_that_is_not_there_gives_no_copy(tmp_path: Path, backups: Path) -> None:
    with pytest.raises(CannotCopy):
        await back_up(f"sqlite:///{tmp_path}/none.db", backups, now=NOW)

    assert os.listdir(tmp_path) == ["backups"]


async def test_restoring_brings_back_what_was_there(
    ledger: Database, sqlite_url: str, file: Path, backups: Path
) -> None:
    await note(ledger, "before")
    copy = await back_up(sqlite_url, backups, now=NOW)
    await note(ledger, "after")
    await ledger.close()

    aside = await restore(sqlite_url, copy)

    assert aside is not None
    assert await noted(file) == "before"
    assert await noted(aside) == "after"
    assert await noted(copy) == "before"


async def test_each_restore_keeps_what_it_replaces(
    ledger: Database, sqlite_url: str, backups: Path
) -> None:
    copy = await back_up(sqlite_url, backups, now=NOW)
    await ledger.close()

    asides = [await restore(sqlite_url, copy) for _ in range(2)]

    assert len(set(asides)) == 2


async def test_what_a_killed_bot_had_not_yet_merged_is_not_merged_into_the_copy(
    ledger: Database, sqlite_url: str, file: Path, backups: Path, tmp_path: Path
) -> None:
    await note(ledger, "before")
    copy = await back_up(sqlite_url, backups, now=NOW)
    await note(ledger, "after")
    killed = tmp_path / "killed" / "incidents.db"
    killed.parent.mkdir()
    for suffix in ("", "-wal"):
        shutil.copyfile(f"{file}{suffix}", f"{killed}{suffix}")

    aside = await restore(f"sqlite:///{killed}", copy)

    assert aside is not None
    assert await noted(killed) == "before"
    assert await restore(f"sqlite:///{killed}", aside) is not None
    assert await noted(killed) == "after"


async def test_a_copy_is_put_where_nothing_was(
    sqlite_url: str, backups: Path, tmp_path: Path
) -> None:
    copy = await back_up(sqlite_url, backups, now=NOW)
    place = tmp_path / "new" / "incidents.db"

    assert await restore(f"sqlite:///{place}", copy) is None
    assert await noted(place) is None


async def test_the_log_of_a_file_that_was_deleted_is_not_merged_into_the_copy(
    sqlite_url: str, backups: Path, tmp_path: Path
) -> None:
    copy = await back_up(sqlite_url, backups, now=NOW)
    place = tmp_path / "new" / "incidents.db"
    leave(place.with_name("incidents.db-wal"))

    assert await restore(f"sqlite:///{place}", copy) is None

    assert sorted(os.listdir(place.parent)) == [
        "incidents.before-restore-1.db-wal",
        "incidents.db",
        "incidents.db.lock",
    ]


async def test_the_newest_copy_is_the_one_taken_last(sqlite_url: str, backups: Path) -> None:
    await back_up(sqlite_url, backups, now=minutes(-1))
    leave(backups / "another-20300101T000000.000000Z.db")
    leave(backups / "zebra-20200101T000000.000000Z.db")

    kept = await newest(backups)

    assert kept is not None
    assert kept[0].name.startswith("another")


async def test_nothing_is_restored_under_a_running_bot(
    ledger: Database, sqlite_url: str, file: Path, backups: Path
) -> None:
    await note(ledger, "before")
    copy = await back_up(sqlite_url, backups, now=NOW)
    await note(ledger, "after")

    async with OnlyOne(sqlite_url):
        with pytest.raises(AlreadyRunning):
            await restore(sqlite_url, copy)

    assert await noted(file) == "after"


def damage(copy: Path) -> None:
    content = bytearray(copy.read_bytes())
    for page in range(4096, len(content), 4096):
        content[page : page + 64] = b"\xff" * 64
    copy.write_bytes(content)


def cut(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes()[:10_000])


def overwrite(copy: Path) -> None:
    copy.write_text("not a database at all" * 400)


def empty(copy: Path) -> None:
    copy.write_bytes(b"")


def remove(copy: Path) -> None:
    copy.unlink()


def forget_its_step(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("DELETE FROM alembic_version")
        connection.commit()


def lose_an_index(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_schema WHERE name = 'ix_incident_status'")
        connection.commit()


def orphan_a_fact(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("INSERT INTO member VALUES ('no incident', 'U1', 1, '2026-11-21', NULL)")
        connection.commit()


@pytest.mark.parametrize(
    "spoil", [damage, cut, overwrite, empty, remove, forget_its_step, lose_an_index, orphan_a_fact]
)
async def test_a_bad_copy_is_refused_and_the_original_stays(
    sqlite_url: str, file: Path, backups: Path, spoil: Callable[[Path], None]
) -> None:
    copy = await back_up(sqlite_url, backups, now=NOW)
    before = content(file)
    spoil(copy)

    with pytest.raises(BadCopy, match=copy.name):
        await restore(sqlite_url, copy)

    assert content(file) == before
    assert not [name for name in os.listdir(file.parent) if "before-restore" in name]


async def test_postgresql_has_tools_of_its_own(backups: Path) -> None:
    with pytest.raises(NotForThisDatabase, match="pg_dump"):
        await back_up(POSTGRESQL, backups, now=NOW)
    with pytest.raises(NotForThisDatabase, match="pg_dump"):
        await restore(POSTGRESQL, backups / "copy.db")
