"""Everything of an incident as JSON: a line a thing, so that a long one is written as it is drawn.

`python -m bot.outlets.archive_json > docs/incident-export.schema.json` writes what it has to be.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter

from bot.response.archive import Archive

_ANY: TypeAdapter[Any] = TypeAdapter(Any)
_OWN = {"version", "wake_at", "imported_from"}
"""Of the incident: of the bot that runs it, and not of what it is."""


def as_json(archive: Archive) -> Iterator[str]:
    """The same ledger gives the same bytes."""
    yield "{"
    for place, name in enumerate(Archive.model_fields):
        yield f"{',' if place else ''}\n{json.dumps(name)}: "
        value = getattr(archive, name)
        if isinstance(value, tuple):
            yield from _list(value)
        else:
            yield _dumped(_plain(value, name))
    yield "\n}\n"


def _list(values: tuple[Any, ...]) -> Iterator[str]:
    yield "["
    for place, value in enumerate(values):
        yield (",\n " if place else "\n ") + _dumped(_plain(value))
    yield "\n]" if values else "]"


def _plain(value: Any, name: str = "") -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", exclude=_OWN if name == "incident" else None)
    if isinstance(value, dict):
        return _ANY.dump_python(value, mode="json")
    return value


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def schema() -> str:
    """What the file has to be, by JSON Schema."""
    told = Archive.model_json_schema(mode="serialization")
    return json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema())
