"""How values that a database has no type for are kept in its columns."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import JSON, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


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
