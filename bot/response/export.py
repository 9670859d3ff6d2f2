"""Taking an incident out of the bot: in which formats, for whom, and never without a trace."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.incident.export_errors import NoSuchFormat
from bot.incident.incident import Incident
from bot.incident.text import folded
from bot.language import Tongue
from bot.response.ports import UnitOfWork

Write = Callable[[UnitOfWork, Incident, Tongue], Awaitable[Iterable[bytes]]]
"""Reads all that it needs before it returns; what it returns is drawn piece by piece."""


@dataclass(frozen=True, slots=True)
class Format:
    name: str
    """What people type."""
    told: str
    """What it is, to be said in the reader's language."""
    suffix: str
    """Of the file's name."""
    write: Write
    aliases: tuple[str, ...] = ()


class Formats:
    """Those that there are; the first one is meant where none is named."""

    def __init__(self, *formats: Format) -> None:
        self._formats = formats

    def __iter__(self) -> Iterator[Format]:
        return iter(self._formats)

    @property
    def first(self) -> Format:
        return self._formats[0]

    def named(self, typed: str) -> Format:
        """`Transcript JSON` is `transcript-json`; raises NoSuchFormat."""
        wanted = folded(typed).replace(" ", "-")
        for form in self._formats:
            if wanted in (form.name, *map(folded, form.aliases)):
                return form
        raise NoSuchFormat(typed, [form.name for form in self._formats])
