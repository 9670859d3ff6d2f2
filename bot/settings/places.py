"""Which field, and which keys beside it, a place in the config file belongs to."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Step = str | int
Place = tuple[Step, ...]


def field_at(model: type[BaseModel], path: Sequence[Step]) -> FieldInfo:
    """The innermost field that says what it is; for an item of a list, that of the list."""
    *_, field = (field for field, _ in _walk(model, path) if field and field.description)
    return field


def keys_at(model: type[BaseModel], path: Sequence[Step]) -> list[str]:
    """The keys that what stands at the path may have."""
    *_, kinds = ([model], *(kinds for _, kinds in _walk(model, path)))
    return next((list(_fields(kind)) for kind in kinds if _is_model(kind)), [])


def _walk(model: type[BaseModel], path: Sequence[Step]) -> Iterator[tuple[FieldInfo | None, Any]]:
    """After each step: the field it names, and the kinds of what may stand there.

    A step that leads nowhere, such as the name of one form out of two, is passed over.
    """
    kinds: list[Any] = [model]
    for step in path:
        known = [_fields(kind) for kind in kinds if _is_model(kind)]
        field = next((fields[step] for fields in known if step in fields), None)
        inside = [inner for kind in kinds for inner in _inside(kind, step)]
        found = [field.annotation] if field else inside
        kinds = [kind for outer in found for kind in _alternatives(outer)] or kinds
        yield field, kinds


def _fields(kind: type[BaseModel]) -> dict[str, FieldInfo]:
    """By what stands in the file, which may be a word that Python keeps for itself."""
    return {field.alias or name: field for name, field in kind.model_fields.items()}


def _inside(kind: Any, step: Step) -> list[Any]:
    """Of a list or of a table with keys of the team's own."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in {list, tuple} and isinstance(step, int):
        return list(arguments[:1])
    if origin in {dict, Mapping} and isinstance(step, str):
        return list(arguments[1:])
    return []


def _alternatives(kind: Any) -> Iterator[Any]:
    origin = get_origin(kind)
    if origin is Annotated:
        yield from _alternatives(get_args(kind)[0])
    elif origin in {Union, types.UnionType}:
        for one in get_args(kind):
            yield from _alternatives(one)
    else:
        yield kind


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def written(path: Place) -> str:
    """`severities[0].invite_users[1]`"""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")
