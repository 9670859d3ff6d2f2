"""The images that are kept of an incident, in one archive with a list of them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from tempfile import SpooledTemporaryFile

from bot.incident.incident import Incident
from bot.incident.kept_file import MEGABYTE, KeptFile
from bot.incident.markup.characters import harmless_line
from bot.incident.message import moment_of
from bot.language import N_, Tongue
from bot.outlets.transcript import STATED
from bot.response.export import Means
from bot.response.ports import UnitOfWork

LIST = "images.txt"
IN_MEMORY = 16 * MEGABYTE
CHUNK = 64 * 1024

NONE_KEPT = N_("No images are kept of {reference}. The setting `keep_files` says whether any are.")


async def as_archive(work: UnitOfWork, incident: Incident, means: Means) -> Iterator[bytes]:
    """One image at a time is in memory; the same images make the same bytes."""
    kept = await work.files.of(incident.channel) if incident.channel else []
    room: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - read, and closed, by whoever takes it
    with zipfile.ZipFile(room, "w") as archive:
        archive.writestr(_placed(LIST, incident.declared_at), _listed(incident, kept, means.tongue))
        for file in kept:
            content = await work.files.content(file)
            archive.writestr(_placed(_name(file), moment_of(file.ts)), content or b"")
    return _read(room)


def _listed(incident: Incident, kept: Sequence[KeptFile], tongue: Tongue) -> str:
    if not kept:
        return tongue.say(NONE_KEPT, reference=incident.reference) + "\n"
    lines = [f"{incident.reference} {harmless_line(incident.title)}", tongue.say(STATED)]
    lines += [
        f"{moment_of(file.ts):%Y-%m-%d %H:%M} {_name(file)} sha256 {file.sha256}" for file in kept
    ]
    return "\n".join(lines) + "\n"


def _name(file: KeptFile) -> str:
    """What it was called, but for what could lead it out of its folder; no two are the same."""
    called = re.sub(r"[^\w.-]+", "_", file.name or file.file)[-80:].lstrip(".")
    return f"{moment_of(file.ts):%Y%m%dT%H%M%SZ}-{file.file}-{called}"


def _placed(name: str, at: datetime) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, at.timetuple()[:6])


def _read(room: SpooledTemporaryFile[bytes]) -> Iterator[bytes]:
    with room:
        room.seek(0)
        while chunk := room.read(CHUNK):
            yield chunk
