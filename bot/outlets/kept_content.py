"""The copies of images that go with an exported incident, one at a time in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile

from bot.incident.kept_file import MEGABYTE
from bot.response.archive import Archive, ArchivedFile, kept_of
from bot.response.ports import UnitOfWork

IN_MEMORY = 16 * MEGABYTE


async def kept_lines(work: UnitOfWork, archive: Archive) -> Iterator[str]:
    """As JSON, a line an image."""
    room: SpooledTemporaryFile[str] = SpooledTemporaryFile(IN_MEMORY, "w+", encoding="utf-8")  # noqa: SIM115 - read, and closed, by whoever takes it
    for file in await kept_of(work, archive):
        content = await work.files.content(file) or b""
        told = ArchivedFile(**file.model_dump(), content=content)
        room.write(json.dumps(told.model_dump(mode="json"), ensure_ascii=False) + "\n")
    return _read(room)


def _read(room: SpooledTemporaryFile[str]) -> Iterator[str]:
    with room:
        room.seek(0)
        for line in room:
            yield line.rstrip("\n")
