"""Writing in a post-mortem: words, facts taken over or given back, and revisions restored."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.incident.incident import Incident
from bot.incident.postmortem.document import part_of
from bot.incident.postmortem.drafting import tongue_of
from bot.incident.postmortem.errors import NoSuchRevision, NotDrafted
from bot.incident.postmortem.facts import SectionWritten
from bot.incident.postmortem.revisions import (
    WORDS_LIMIT,
    Piece,
    Revision,
    RevisionId,
    basis_of,
    lines_typed,
    markers_in,
    newest,
)
from bot.incident.postmortem.sections import Section
from bot.incident.postmortem.sentences import Teller
from bot.incident.text import shortened
from bot.incident.timeline import Fact
from bot.response.change import Changed, Decide, Request, change
from bot.response.ports import Desk, UnitOfWork
from bot.response.postmortem import evidence_of


async def write_words(desk: Desk, request: Request, section: Section, words: str) -> Changed:
    """What people say in a section; the same words again are no revision."""
    words = shortened(words.strip(), WORDS_LIMIT)

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        before = newest(await work.revisions.of(incident.id), section, Piece.WORDS)
        if words == (before.words if before else ""):
            return []
        return [await _add(work, request, incident, now, section, Piece.WORDS, words=words)]

    return await change(desk, request, _drafted(decide))


async def edit_facts(desk: Desk, request: Request, section: Section, typed: str) -> Changed:
    """Lines as somebody left them: from now on they are theirs, unless all are the ledger's."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        evidence = await evidence_of(work, incident, desk.policy())
        part = part_of(Teller(evidence, tongue_of(desk.policy())), section)
        lines = lines_typed(part, typed)
        if lines is None and section not in incident.postmortem.taken:
            return []
        more: dict[str, Any] = {"empty": True}
        if lines is not None:
            more = {"lines": lines, "basis": basis_of(part)}
        return [await _add(work, request, incident, now, section, Piece.FACTS, **more)]

    return await change(desk, request, _drafted(decide))


async def give_back(desk: Desk, request: Request, section: Section) -> Changed:
    """The facts of a section are read from the ledger again."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        if section not in incident.postmortem.taken:
            return []
        return [await _add(work, request, incident, now, section, Piece.FACTS, empty=True)]

    return await change(desk, request, _drafted(decide))


async def restore(desk: Desk, request: Request, number: int) -> Changed:
    """That revision counts again, as a new one; nothing of what came after it is lost."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        found = [one for one in await work.revisions.of(incident.id) if one.number == number]
        if not found:
            raise NoSuchRevision(incident.reference, number)
        [old] = found
        same = {name: getattr(old, name) for name in ("words", "lines", "basis", "empty")}
        more = {**same, "restores": number}
        return [await _add(work, request, incident, now, old.section, old.piece, **more)]

    return await change(desk, request, _drafted(decide))


def _drafted(decide: Decide) -> Decide:
    async def checked(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        if not incident.postmortem.is_drafted:
            raise NotDrafted(incident.reference)
        return await decide(work, incident, now)

    return checked


async def _add(
    work: UnitOfWork,
    request: Request,
    incident: Incident,
    now: datetime,
    section: Section,
    piece: Piece,
    **more: Any,
) -> SectionWritten:
    """The revision and its fact, in the same transaction."""
    revision = Revision(
        id=RevisionId(uuid.uuid4().hex),
        incident=incident.id,
        number=incident.postmortem.revisions + 1,
        section=section,
        piece=piece,
        by=request.by,
        at=now,
        **more,
    )
    if piece is Piece.WORDS and not revision.words:
        revision = revision.model_copy(update={"empty": True})
    await work.revisions.add(revision)
    return SectionWritten(
        section=section,
        piece=piece,
        number=revision.number,
        empty=revision.empty,
        markers=markers_in(revision.words),
    )
