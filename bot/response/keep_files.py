"""Keeping images: wanted with the message, fetched as an effect, gone with the message."""

from __future__ import annotations

import uuid

from bot.incident.effect import Effect, EffectId
from bot.incident.ids import IncidentId
from bot.incident.kept_file import KeptFile, may_be_image
from bot.incident.message import File, Heard
from bot.incident.text import legible
from bot.response.ports import Desk, UnitOfWork

KEEP = "keep:"
"""Keys of files that are to be fetched, before the message's ts and the file's id."""


async def want_files(work: UnitOfWork, incident: IncidentId, heard: Heard) -> bool:
    """Whether there is anything new to fetch. Each image of each message is wanted once."""
    return any([await _want(work, incident, heard, file) for file in _images(heard)])


async def file_deleted(desk: Desk, file: str) -> None:
    """Somebody has deleted the file itself, from wherever it was shared."""
    if desk.policy().keep_deleted:
        return
    async with desk.ledger.work() as work:
        await work.files.erase(file)


def _images(heard: Heard) -> list[File]:
    return [file for file in heard.content.files if may_be_image(file)] if heard.content else []


async def _want(work: UnitOfWork, incident: IncidentId, heard: Heard, file: File) -> bool:
    """Once for ever: a message that is told of again after its deletion brings nothing back."""
    key = f"{KEEP}{heard.ts}:{file.id}"
    if not file.id or not await work.intents.claim(f"{key}:{incident}", heard.heard_at):
        return False
    kept = KeptFile(
        channel=heard.channel,
        ts=heard.ts,
        file=file.id,
        name=legible(file.name),
        type=legible(file.type),
    )
    await work.files.want(kept)
    detail = {"ts": str(heard.ts), "file": file.id}
    id = EffectId(uuid.uuid4().hex)
    await work.effects.put(Effect(id=id, incident=incident, key=key, wanted="", detail=detail))
    return True
