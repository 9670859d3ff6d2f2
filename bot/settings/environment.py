"""Reads the environment variables, and the files that hold secrets in their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.settings.nearest import nearest
from bot.settings.problems import Problem
from bot.settings.readings import path as read_path
from bot.settings.secret import HIDDEN
from bot.settings.variables import EVERY_NAME, FILE, VARIABLES, Variable

_OURS = ("SLACK_", "INCIDENT_BOT_")
_LONG_ENOUGH_TO_KNOW = 9
"""A shorter name one letter off (HOST, HOME) is somebody else's."""


@dataclass(slots=True)
class Found:
    """What the environment says, as far as it could be read."""

    values: dict[str, object] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    typed_secrets: list[str] = field(default_factory=list)
    """As typed, right or wrong, so that no complaint repeats one."""

    def is_given(self, name: str) -> bool:
        """True also for a value that was given and does not fit."""
        complained = {problem.key for problem in self.problems}
        return name in self.values or name in complained or name + FILE in complained


def read_environment(environ: Mapping[str, str], folder: Path) -> Found:
    """Every variable; paths are relative to the folder, and an empty value is none."""
    found = Found()
    read_variables(VARIABLES, environ, folder, found)
    return found


def read_variables(
    variables: Iterable[Variable], environ: Mapping[str, str], folder: Path, found: Found
) -> None:
    for variable in variables:
        given = environ.get(variable.name, "").strip()
        if variable.secret:
            given = _secret(variable, given, environ, folder, found)
        _read(variable, given, folder, found)


def slips(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Warnings about variables whose name is a letter or two off one of ours."""
    return tuple(
        f"{name} is set and means nothing here. Was {meant} meant?"
        for name in sorted(environ)
        if name not in EVERY_NAME
        and (name.startswith(_OURS) or len(name) >= _LONG_ENOUGH_TO_KNOW)
        and (meant := nearest(name, EVERY_NAME, letters=2))
    )


def _read(variable: Variable, given: str, folder: Path, found: Found) -> None:
    if not given and (variable.required or not variable.default):
        if variable.required and not found.is_given(variable.name):
            found.problems.append(_problem(variable, state="is not set"))
        return
    try:
        value = variable.reader(given or variable.default)
    except ValueError as error:
        found.problems.append(_unfit(variable, given, str(error)))
        return
    found.values[variable.name] = folder / value if isinstance(value, Path) else value


def _unfit(variable: Variable, given: str, hint: str) -> Problem:
    if given[:1] in "\"'" and given[:1] == given[-1:]:
        hint = "Write it without the quotation marks."
    if variable.secret:
        return _problem(variable, state=f"does not fit {HIDDEN}", hint=hint)
    return _problem(variable, value=repr(given), hint=hint)


def _problem(variable: Variable, **more: str) -> Problem:
    return Problem(key=variable.name, expected=variable.expected, example=variable.example, **more)


def _secret(
    variable: Variable, given: str, environ: Mapping[str, str], folder: Path, found: Found
) -> str:
    """The secret itself, from the variable or from the file that its twin names."""
    file = environ.get(variable.file_name, "").strip()
    found.typed_secrets.append(given)
    if not file:
        return given
    if given:
        expected = f"only one of {variable.name} and {variable.file_name}"
        found.problems.append(
            Problem(key=variable.file_name, state="is set as well", expected=expected)
        )
        return given
    try:
        secret = _content(folder / read_path(file))
    except (OSError, ValueError) as error:
        found.problems.append(_unreadable(variable, file, error))
        return ""
    found.typed_secrets.append(secret)
    return secret


def _content(path: Path) -> str:
    secret = path.read_bytes().decode().strip()
    if not secret:
        raise ValueError("It is empty.")
    return secret


def _unreadable(variable: Variable, file: str, error: OSError | ValueError) -> Problem:
    """Names the file, unless the secret itself was put where its file's name belongs."""
    why = str(error) if isinstance(error, ValueError) else f"{error.strerror or 'It failed'}."
    why = "It is not text." if isinstance(error, UnicodeDecodeError) else why
    is_path = file.startswith(("/", "./", "../", "~")) and "://" not in file
    return Problem(
        key=variable.file_name,
        state=f"cannot be used {HIDDEN}",
        value=repr(file) if is_path else None,
        expected=f"a readable file that holds {variable.name} and nothing else",
        example=f"/run/secrets/{variable.name.lower()}",
        hint=why,
    )


def field_of(name: str) -> str:
    """The field of Settings that a variable fills."""
    return "config" if name == "INCIDENT_BOT_CONFIG" else name.lower()
