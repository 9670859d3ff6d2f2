"""Everything of an incident as JSON: a line a thing, so that a long one is written as it is drawn.

`python -m bot.outlets.archive_json > docs/incident-export.schema.json` writes what it has to be.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import TypeAdapter

from bot.response.archive import Archive

_ANY: TypeAdapter[Any] = TypeAdapter(Any)
_OWN = {"version", "wake_at", "imported_from"}
"""Of the incident: of the bot that runs it, and not of what it is."""


def as_json(archive: Archive, files: Iterable[str] = ()) -> Iterator[str]:
    """The same ledger gives the same bytes. `files`: as JSON already, for they may be large."""
    yield "{"
    for place, name in enumerate(Archive.model_fields):
        yield f"{',' if place else ''}\n{json.dumps(name)}: "
        value = getattr(archive, name)
        if name == "files":
            yield from _list(files)
        elif isinstance(value, tuple):
            yield from _list(_dumped(_plain(one)) for one in value)
        else:
            yield _dumped(_plain(value, name))
    yield "\n}\n"


def _list(values: Iterable[str]) -> Iterator[str]:
    before, end = "\n ", "]"
    yield "["
    for value in values:
        yield before + value
        before, end = ",\n ", "\n]"
    yield end


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
