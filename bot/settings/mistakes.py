"""Pydantic's complaints about the config file, in the operator's words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from bot.settings.nearest import nearest
from bot.settings.places import Place, field_at, keys_at, written
from bot.settings.problems import Problem
from bot.settings.secret import HIDDEN
from bot.settings.team_file import TeamFile
from bot.settings.team_levels import BY_KEY, IN_ORDER, ChangedLevels
from bot.settings.variables import BY_NAME

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


def mistakes_in(error: ValidationError) -> Iterator[tuple[Place, Problem]]:
    """Each mistake with its path in the file."""
    for detail in error.errors(include_url=False):
        path = tuple(step for step in detail["loc"] if step not in {BY_KEY, IN_ORDER, "[key]"})
        yield path, _problem(detail, path)


def _problem(detail: ErrorDetails, path: Place) -> Problem:
    if detail["type"] == "extra_forbidden":
        return _unknown(detail["loc"], path)
    field = field_at(TeamFile, detail["loc"])
    state, value = _state(detail, path)
    return Problem(
        key=written(path),
        state=state,
        value=value,
        expected=field.description or "",
        example=str((field.examples or [""])[0]),
        hint=_hint(detail),
    )


def _state(detail: ErrorDetails, path: Place) -> tuple[str, str | None]:
    """Where the name of a secret belongs, the secret itself may stand: it is not shown."""
    if detail["type"] == "missing":
        return "is missing", None
    if str(path[-1]).endswith("_from"):
        return f"does not fit {HIDDEN}", None
    as_a_whole = detail["type"] == "value_error" and isinstance(detail["input"], dict)
    return "does not fit", None if as_a_whole else _as_written(detail["input"])


def _hint(detail: ErrorDetails) -> str:
    """What our own checks found; the library's sentences speak of types, and ours say it all."""
    own = detail.get("ctx", {}).get("error")
    if isinstance(own, ValueError):
        return str(own)
    if detail["input"] is None:
        return "Nothing stands there; in YAML a # begins a comment."
    if detail["type"] == "string_type":
        return "It needs quotation marks: YAML reads no, on, 12 and dates as something else."
    return ""


def _unknown(loc: Place, path: Place) -> Problem:
    """A key that does not exist. Its value is not shown: it may be a secret that fled here."""
    known = keys_at(TeamFile, loc[:-1])
    name = str(path[-1])
    meant = nearest(name.lower(), known)
    hint = f"Was {meant} meant?" if meant else ""
    if known == list(ChangedLevels.model_fields):
        hint = "To have severities of your own, write all of them as a list with keys."
    if name.upper() in BY_NAME:
        hint = f"It belongs into the environment, as {name.upper()}."
    return Problem(
        key=written(path),
        state="is no key of this file",
        expected=f"one of {', '.join(known)}",
        hint=hint,
    )


def _as_written(value: Any) -> str:
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value)
