"""Between values and rows: what every group of repositories needs for its statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Insert, Row, Table
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel

if TYPE_CHECKING:
    from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert
    from sqlalchemy.dialects.sqlite import Insert as SqliteInsert

Value = TypeVar("Value", bound=SQLModel)


class NotStorable(ValueError):
    """PostgreSQL has no place for a NUL character, so neither database takes one."""

    def __init__(self, column: str) -> None:
        super().__init__(f"a NUL character in {column} cannot be stored")


def columns(value: SQLModel) -> dict[str, Any]:
    """The value's fields, as a statement takes them."""
    return checked(dict(value))


def checked(row: Mapping[str, Any]) -> dict[str, Any]:
    for column, content in row.items():
        if isinstance(content, str) and "\0" in content:
            raise NotStorable(column)
    return dict(row)


def value_of(kind: type[Value], row: Row[Any]) -> Value:
    return kind.model_validate(row._asdict())


def maybe(kind: type[Value], row: Row[Any] | None) -> Value | None:
    return None if row is None else value_of(kind, row)


def insert_into(connection: AsyncConnection, table: Table) -> SqliteInsert | PostgresqlInsert:
    """An INSERT that may say what happens on conflict."""
    return _insert(connection.dialect.name, table)


def _insert(dialect: str, table: Table) -> SqliteInsert | PostgresqlInsert:
    if dialect == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


async def put(
    connection: AsyncConnection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    unless_older: str | None = None,
) -> None:
    """Insert, or replace the row with the same primary key.

    `unless_older`: a column of times; a row that is there already with a later one stays.
    """
    if not rows:
        return
    statement = _upsert(connection.dialect.name, table, tuple(rows[0]), unless_older)
    await connection.execute(statement, [checked(row) for row in rows])


@cache
def _upsert(dialect: str, table: Table, names: tuple[str, ...], unless_older: str | None) -> Insert:
    statement = _insert(dialect, table)
    new = statement.excluded
    keys = [column.name for column in table.primary_key]
    return statement.on_conflict_do_update(
        index_elements=keys,
        set_={name: new[name] for name in names if name not in keys},
        where=new[unless_older] >= table.c[unless_older] if unless_older else None,
    )
