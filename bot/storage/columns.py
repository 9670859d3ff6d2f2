"""What all tables share: the names of constraints, and columns for values of ours."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import JSON, String, Table
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

# Every constraint has a name of its own, so that a later migration can speak of it.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class AsJson(TypeDecorator[Any]):
    """Whatever the adapter describes, as JSON. `lacking`: None is no value at all, not JSON's null,
    so that the database can fill it in.
    """

    impl = JSON
    cache_ok = True

    def __init__(self, adapter: TypeAdapter[Any], *, lacking: bool = False) -> None:
        super().__init__(none_as_null=lacking)
        self.adapter = adapter
        self.lacking = lacking

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self.adapter.dump_python(value, mode="json")

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self.adapter.validate_python(value)


class AsText(TypeDecorator[StrEnum]):
    """A choice by its value, so that renaming it in code changes nothing that is stored."""

    impl = String
    cache_ok = True

    def __init__(self, choices: type[StrEnum]) -> None:
        super().__init__()
        self.choices = choices

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else self.choices(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.choices(value)


def id_column(**more: Any) -> Any:
    """A column for a `NewType` of str, which SQLModel does not recognise by itself."""
    return Field(sa_type=String, **more)


def table(row: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(row.__tablename__)]
