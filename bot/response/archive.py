"""Everything of one incident, for another bot: versioned, and checked when it is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.incident.entry import Entry, erased
from bot.incident.ids import ChannelId, MessageTs, UserId
from bot.incident.incident import Incident
from bot.incident.kept_alert import KeptAlert
from bot.incident.kept_file import KeptFile
from bot.incident.message import Heard, HeardKind
from bot.incident.person import Person
from bot.incident.policy import Policy
from bot.incident.postmortem.document import Document, Told, document
from bot.incident.postmortem.drafting import tongue_of
from bot.incident.postmortem.revisions import Revision
from bot.incident.postmortem.sections import name_of
from bot.incident.repeats import Earlier
from bot.incident.task import Task
from bot.incident.timeline import TimelineEntry
from bot.response.ports import UnitOfWork
from bot.response.postmortem import evidence_of

_PERSON = re.compile(r"[UW][A-Z0-9]{2,}")


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ToldRow(_Value):
    at: datetime | None
    cells: tuple[str, ...]
    link: str


class ToldSection(_Value):
    """One section of the post-mortem as it reads; an import makes it anew and passes it over."""

    key: str
    name: str
    columns: tuple[str, ...]
    rows: tuple[ToldRow, ...]
    edited: tuple[str, ...] | None
    """Lines of facts that somebody took over."""
    words: str
    missing: tuple[str, ...]


class ArchivedFile(_Value):
    """A copy of a file that was posted in the channel, with the message that it belongs to."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64"
    )

    channel: ChannelId
    ts: MessageTs
    file: str
    name: str
    type: str
    size: int | None
    sha256: str
    """Of the content."""
    content: bytes
    """As base64 with `-` and `_`."""


class Archive(_Value):
    """Times are UTC. Messages that were deleted are there without their words."""

    format: Literal["incident-bot/incident"] = "incident-bot/incident"
    version: Literal[1, 2] = 2
    """1 had no `earlier`, `alerts` and `files`; such files are still taken in."""
    zone: Literal["UTC"] = "UTC"
    language: str
    """Of the document."""
    site: str
    """The workspace's address, from which links are made."""
    incident: Incident
    facts: tuple[TimelineEntry, ...]
    entries: tuple[Entry, ...]
    tasks: tuple[Task, ...]
    revisions: tuple[Revision, ...]
    messages: tuple[Heard, ...]
    present: tuple[UserId, ...]
    spoke: dict[UserId, datetime]
    spots: dict[str, tuple[ChannelId, MessageTs]]
    """Where messages of the bot's own stand."""
    people: tuple[Person, ...]
    document: tuple[ToldSection, ...]
    earlier: Earlier = Earlier()
    """Of other incidents: those that it names, as far as everybody may see them."""
    alerts: tuple[KeptAlert, ...] = ()
    """Those that it took, as they were known."""
    files: tuple[ArchivedFile, ...] = ()
    """The copies of images that are kept of it."""


async def archive_of(work: UnitOfWork, incident: Incident, policy: Policy) -> Archive:
    evidence = await evidence_of(work, incident, policy)
    made = document(evidence, tongue_of(policy))
    entries = await work.entries.of(incident.id)
    heard = await work.messages.of(incident.channel) if incident.channel else ()
    present = sorted(await work.members.of(incident.id))
    archive = Archive(
        language=made.tongue.locale,
        site=evidence.site,
        incident=_settled(incident),
        facts=tuple(evidence.facts),
        entries=tuple(erased(one) if one.struck else one for one in entries),
        tasks=tuple(evidence.tasks),
        revisions=tuple(evidence.revisions),
        messages=tuple(_without_deleted(heard)),
        present=tuple(present),
        spoke=await _spoke(work, incident, present),
        spots=dict(sorted(evidence.spots.items())),
        people=(),
        document=tuple(_sections(made)),
        earlier=evidence.earlier,
        alerts=await _alerts(work, incident),
    )
    named = set(_PERSON.findall(archive.model_dump_json()))
    people = tuple(evidence.people[id] for id in sorted(named & evidence.people.keys()))
    return archive.model_copy(update={"people": people})


async def _alerts(work: UnitOfWork, incident: Incident) -> tuple[KeptAlert, ...]:
    if incident.imported_from is not None:
        return (await work.brought.of(incident.id)).alerts
    return tuple(await work.alerts.of(incident.id))


async def kept_of(work: UnitOfWork, archive: Archive) -> Sequence[KeptFile]:
    """Its images, without those of messages that were deleted."""
    channel, gone = archive.incident.channel, _deleted(archive.messages)
    found = await work.files.of(channel) if channel else ()
    return [file for file in found if file.ts not in gone]


def _settled(incident: Incident) -> Incident:
    """Without what belongs to the bot that runs it."""
    return incident.model_copy(update={"version": 1, "wake_at": None, "imported_from": None})


def _without_deleted(heard: Sequence[Heard]) -> Iterable[Heard]:
    """Words that are kept for auditors only are taken along by nobody."""
    gone = _deleted(heard)
    return (one.model_copy(update={"content": None}) if one.ts in gone else one for one in heard)


def _deleted(heard: Iterable[Heard]) -> set[MessageTs]:
    return {one.ts for one in heard if one.kind is HeardKind.DELETED}


async def _spoke(
    work: UnitOfWork, incident: Incident, present: Iterable[UserId]
) -> dict[UserId, datetime]:
    found = {user: await work.members.last_spoke(incident.id, user) for user in present}
    return {user: at for user, at in found.items() if at is not None}


def _sections(made: Document) -> Iterable[ToldSection]:
    return (_section(told, made) for told in made.told if not told.is_empty)


def _section(told: Told, made: Document) -> ToldSection:
    return ToldSection(
        key=told.section.value,
        name=name_of(made.tongue, told.section),
        columns=told.part.columns,
        rows=tuple(ToldRow(at=row.at, cells=row.cells, link=row.link) for row in told.part.rows),
        edited=told.taken.lines if told.taken else None,
        words=told.words.words if told.words else "",
        missing=tuple(marker.said(made.tongue) for marker in told.markers),
    )
