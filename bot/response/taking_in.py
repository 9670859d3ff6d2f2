"""Taking in an incident that another bot has exported: it can be read and exported, and is left
alone otherwise.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator

from pydantic import ValidationError

from bot.incident.archive_errors import NotAnExport, NumberTaken
from bot.incident.brought import Brought
from bot.incident.effect import Effect, EffectId, EffectState
from bot.incident.kept_file import KeptFile
from bot.response.archive import Archive
from bot.response.indexing import told_of
from bot.response.ports import UnitOfWork

AT_ONCE = 200
_NAMESPACE = uuid.UUID("0f3f6f4e-7f3b-4c57-9b9e-7c1d6f0f2a51")


def read_archive(content: bytes) -> Archive:
    """Raises NotAnExport, which names the first place that is not as it should be."""
    try:
        archive = Archive.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise NotAnExport(".".join(map(str, first["loc"])) or "file", first["msg"]) from error
    for place, file in enumerate(archive.files):
        if hashlib.sha256(file.content).hexdigest() != file.sha256:
            raise NotAnExport(f"files.{place}.content", "it is not what its sha256 says")
    return archive


async def take_in(work: UnitOfWork, archive: Archive) -> None:
    """All of it or nothing. Raises NumberTaken."""
    incident = archive.incident.model_copy(update={"imported_from": archive.site})
    if await work.incidents.numbered(incident.number):
        raise NumberTaken(incident.reference)
    if incident.channel and await work.incidents.in_channel(incident.channel):
        raise NumberTaken(incident.reference)
    await work.incidents.add(incident)
    await work.incidents.number_given(incident.number)
    for fact in archive.facts:
        await work.timeline.add(fact)
    await work.entries.put(archive.entries)
    for task in archive.tasks:
        await work.tasks.put(task)
    for revision in archive.revisions:
        await work.revisions.add(revision)
    for effect in _said(archive):
        await work.effects.put(effect)
    await _beside(work, archive)
    await _people(work, archive)
    await work.search.begin(incident, "")
    await work.search.renew(incident, await told_of(work, incident.id))


async def _beside(work: UnitOfWork, archive: Archive) -> None:
    brought = Brought(earlier=archive.earlier, alerts=archive.alerts)
    if brought != Brought():
        await work.brought.keep(archive.incident.id, brought)
    for file in archive.files:
        known = KeptFile.model_validate(file.model_dump(exclude={"content"}))
        await work.files.want(known)
        await work.files.keep(known, file.content)


async def _people(work: UnitOfWork, archive: Archive) -> None:
    known = {person.id for person in await work.people.everybody()}
    await work.people.put([one for one in archive.people if one.id not in known])
    id, since = archive.incident.id, archive.incident.declared_at
    for user in archive.present:
        await work.members.joined(id, user, since)
    for user, at in archive.spoke.items():
        await work.members.spoke(id, user, at)
    for start in range(0, len(archive.messages), AT_ONCE):
        await work.messages.add(archive.messages[start : start + AT_ONCE])


def _said(archive: Archive) -> Iterator[Effect]:
    """What stands in Slack already; nothing of it is said or edited again."""
    for key, (channel, ts) in archive.spots.items():
        yield Effect(
            id=EffectId(uuid.uuid5(_NAMESPACE, f"{archive.incident.id}\n{key}").hex),
            incident=archive.incident.id,
            key=key,
            wanted="",
            done="",
            state=EffectState.DONE,
            result={"channel": channel, "ts": ts},
        )
