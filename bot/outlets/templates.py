"""Longer texts come from templates; a team's own folder replaces the shipped ones, file by file."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bot.language import locale_of
from bot.shipped import shipped

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import SandboxedEnvironment

# Jinja is imported inside the functions that use it: most starts of the bot render nothing.

SUFFIX = ".j2"

Plain: TypeAlias = str | int | float | Sequence["Plain"] | Mapping[str, "Plain"] | None
"""What a template may be given: data, and nothing with methods of ours."""

Warn = Callable[[str, str], None]
"""Hears of a template that was passed over: its path under the folder, and why."""


class TemplateRefused(Exception):
    """A template that cannot be used, with the reason for the person who wrote it."""


class Templates:
    """Renders by locale and name; a broken override falls back to the shipped file, loudly."""

    def __init__(
        self, own: Path | None = None, *, warn: Warn | None = None, folder: Path | None = None
    ) -> None:
        self._own = own
        self._warn = warn or _unheard
        self._folder = folder or shipped("templates")

    def render(self, locale: str, name: str, **parts: Plain) -> str:
        """The text of `<locale>/<name>.j2`; a part that it asks for and lacks is an error."""
        path = f"{locale_of(locale)}/{name}{SUFFIX}"
        if self._own is not None and (self._own / path).is_file():
            try:
                return _rendered(self._overriding, path, parts)
            except TemplateRefused as refused:
                self._warn(path, str(refused))
        return _rendered(self._shipped, path, parts)

    def problems(self) -> list[str]:
        """Each of the team's own files that would be passed over, with the reason."""
        if self._own is None:
            return []
        paths = sorted(path.relative_to(self._own) for path in self._own.rglob(f"*{SUFFIX}"))
        found = ((path.as_posix(), self._problem(path.as_posix())) for path in paths)
        return [f"{path}: {problem}" for path, problem in found if problem]

    def _problem(self, path: str) -> str | None:
        if not (self._folder / path).is_file():
            return "there is no shipped template of this name"
        try:
            _loaded(self._overriding, path)
        except TemplateRefused as refused:
            return str(refused)
        return None

    @functools.cached_property
    def _shipped(self) -> SandboxedEnvironment:
        return _environment(self._folder)

    @functools.cached_property
    def _overriding(self) -> SandboxedEnvironment:
        return _environment(*([self._own] if self._own else []), self._folder)


def _environment(*folders: Path) -> SandboxedEnvironment:
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(
        loader=FileSystemLoader(folders),
        undefined=StrictUndefined,
        autoescape=lambda name: name is not None and ".html" in name,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _rendered(environment: SandboxedEnvironment, path: str, parts: Mapping[str, Plain]) -> str:
    from jinja2 import TemplateError

    template = _loaded(environment, path)
    try:
        return template.render(parts).strip("\n")
    except TemplateError as error:
        raise TemplateRefused(str(error)) from error
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
        # Such an error may quote what people wrote: its kind says enough.
        raise TemplateRefused(type(error).__name__) from error


def _loaded(environment: SandboxedEnvironment, path: str) -> Template:
    from jinja2 import TemplateError

    try:
        return environment.get_template(path)
    except (TemplateError, OSError, UnicodeDecodeError) as error:
        raise TemplateRefused(str(error)) from error


def _unheard(path: str, why: str) -> None:
    """Nobody listens: `render` falls back all the same."""
