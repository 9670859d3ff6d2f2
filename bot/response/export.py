"""Taking an incident out of the bot: in which formats, for whom, and never without a trace."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from bot.incident.effect import Effect, EffectId
from bot.incident.errors import NotForGuests
from bot.incident.export_errors import NoExportForGuests, NoSuchFormat, NotItsChannel
from bot.incident.export_facts import Exported, Whereto
from bot.incident.ids import ChannelId, UserId
from bot.incident.incident import Incident
from bot.incident.policy import Policy
from bot.incident.text import folded
from bot.language import Tongue
from bot.response.change import Changed, Request, change
from bot.response.permission import require_member
from bot.response.ports import Desk, UnitOfWork

FILE = "file:"
"""Keys of files that were asked for. What is in them is drawn when they are sent, not before."""


Render = Callable[..., str]
"""Of a locale, a template's name, and its parts; a team's own counts before the shipped one."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a file is made with. `tongue`: of whoever reads it."""

    tongue: Tongue
    policy: Policy
    render: Render


Write = Callable[[UnitOfWork, Incident, Means], Awaitable[Iterable[bytes]]]
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

    def for_file(self, name: str) -> Format:
        """By what the name ends with; raises NoSuchFormat."""
        suffix = PurePath(name).suffix.removeprefix(".").lower()
        if not suffix:
            return self.first
        for form in self._formats:
            if suffix in (form.suffix, *form.aliases):
                return form
        raise NoSuchFormat(suffix, [form.name for form in self._formats])


async def require_exporter(desk: Desk, user: UserId) -> None:
    try:
        await require_member(desk, user)
    except NotForGuests as refused:
        raise NoExportForGuests() from refused


async def export(
    desk: Desk, request: Request, form: Format, *, here: ChannelId | None = None
) -> Changed:
    """Promise the file to whoever asks, or to the incident's channel: `here`, where they stand."""
    await require_exporter(desk, request.by)

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Exported]:
        if here is not None and here != incident.channel:
            raise NotItsChannel(incident.reference, form.name)
        fact = Exported(format=form.name, whereto=Whereto.ROOM if here else Whereto.DIRECT)
        await work.effects.put(_promised(incident, request, form, fact))
        return [fact]

    return await change(desk, request, decide)


def _promised(incident: Incident, request: Request, form: Format, fact: Exported) -> Effect:
    id = uuid.uuid4().hex
    detail = {
        "format": form.name,
        "suffix": form.suffix,
        "by": request.by,
        "to": request.by if fact.whereto is Whereto.DIRECT else "",
    }
    key = f"{FILE}{form.name}:{id[:12]}"
    return Effect(id=EffectId(id), incident=incident.id, key=key, wanted="", detail=detail)
