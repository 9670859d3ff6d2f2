"""Longer texts come from templates; a team's own folder replaces the shipped ones, file by file."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bot.language import locale_of
from bot.outlets.own_templates import SUFFIX, OwnTemplates
from bot.shipped import shipped

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Template
    from jinja2.sandbox import SandboxedEnvironment

# Jinja is imported inside the functions that use it: most starts of the bot render nothing.

_OF_ITS_OWN = re.compile(r"^'\w+' is undefined$|^the template .* does not export")
"""What quotes the template only; others may quote what people wrote."""
_LACKING = "it asks for a part that a value does not have"

Plain: TypeAlias = str | int | float | Sequence["Plain"] | Mapping[str, "Plain"] | None
"""What a template may be given: data, and nothing with methods of ours."""

Warn = Callable[[str, str], None]
"""Hears of a template that was passed over: its path under the folder, and why."""


class TemplateRefused(Exception):
    """A template that cannot be used, with the reason for the person who wrote it."""


class Shelf:
    """Renders what is in some folders, of which an earlier one hides the files of a later one."""

    def __init__(self, *folders: Path | OwnTemplates, html: bool = False) -> None:
        """`html`: escape for HTML in every file, not only where its name says so."""
        self._folders = folders
        self._html = html

    def rendered(self, path: str, parts: Mapping[str, Plain]) -> str:
        """Raises TemplateRefused."""
        from jinja2 import TemplateError, UndefinedError

        template = self.loaded(path)
        try:
            return template.render(parts).strip("\n")
        except UndefinedError as error:
            told = error.message or ""
            raise TemplateRefused(told if _OF_ITS_OWN.search(told) else _LACKING) from error
        except TemplateError as error:
            raise TemplateRefused(str(error)) from error
        except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
            # Such an error may quote what people wrote: its kind says enough.
            raise TemplateRefused(type(error).__name__) from error

    def loaded(self, path: str) -> Template:
        """Raises TemplateRefused."""
        from jinja2 import TemplateError

        try:
            return self._environment.get_template(path)
        except (TemplateError, OSError, UnicodeDecodeError) as error:
            raise TemplateRefused(str(error)) from error

    @functools.cached_property
    def _environment(self) -> SandboxedEnvironment:
        from jinja2 import ChoiceLoader, StrictUndefined
        from jinja2.sandbox import SandboxedEnvironment

        return SandboxedEnvironment(
            loader=ChoiceLoader([_loader(folder) for folder in self._folders]),
            undefined=StrictUndefined,
            autoescape=lambda name: self._html or (name is not None and ".html" in name),
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )


def _loader(folder: Path | OwnTemplates) -> BaseLoader:
    from jinja2 import FileSystemLoader, FunctionLoader

    return FileSystemLoader(folder) if isinstance(folder, Path) else FunctionLoader(folder.text)


class Templates:
    """Renders by locale and name; a broken override falls back to the shipped file, loudly."""

    def __init__(
        self,
        own: OwnTemplates | None = None,
        *,
        warn: Warn | None = None,
        folder: Path | None = None,
    ) -> None:
        self._warn = warn or unheard
        self._folder = folder or shipped("templates")
        self._shipped = Shelf(self._folder)
        self.reload(own)

    def reload(self, own: OwnTemplates | None) -> None:
        self._own = own
        self._overriding = Shelf(*([own] if own else []), self._folder)

    def render(self, locale: str, name: str, **parts: Plain) -> str:
        """The text of `<locale>/<name>.j2`; a part that it asks for and lacks is an error."""
        path = f"{locale_of(locale)}/{name}{SUFFIX}"
        if self._own is not None and path in self._own:
            try:
                return self._overriding.rendered(path, parts)
            except TemplateRefused as refused:
                self._warn(path, str(refused))
        return self._shipped.rendered(path, parts)

    def problems(self) -> list[str]:
        """Each of the team's own files that would be passed over, with the reason."""
        if self._own is None:
            return []
        found = ((path, self._problem(path)) for path in self._own)
        return [f"{path}: {problem}" for path, problem in found if problem]

    def _problem(self, path: str) -> str | None:
        if not (self._folder / path).is_file():
            return "there is no shipped template of this name"
        try:
            self._overriding.loaded(path)
        except TemplateRefused as refused:
            return str(refused)
        return None


def unheard(path: str, why: str) -> None:
    """Nobody listens: `render` falls back all the same."""
