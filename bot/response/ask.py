"""Ask: a question from outside goes to one person in the room; the answer goes back in private."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.incident.changes import QuestionAnswered, QuestionAsked
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.looking_errors import (
    AnsweredMeanwhile,
    NobodyThere,
    NoSuchQuestion,
    NothingAsked,
)
from bot.incident.merging import require_apart
from bot.incident.roles import Role
from bot.incident.text import shortened
from bot.incident.timeline import Fact, TimelineEntry
from bot.response.change import Changed, Request, change
from bot.response.permission import may_see
from bot.response.ports import Desk, UnitOfWork
from bot.response.sayings import PREFIX, amend, promise

QUESTION = "question"
ANSWER = "answer"
LIMIT = 1000
_KINDS = frozenset({"question_asked", "question_answered"})
_ALL = 1000


@dataclass(frozen=True, slots=True)
class _Asked:
    fact: QuestionAsked
    by: UserId | None


async def ask(desk: Desk, request: Request, text: str) -> Changed:
    """Questions of an incident count from 1."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        require_apart(incident)
        if incident.archived:
            raise NobodyThere(incident.reference)
        asked = [e for e in await _entries(work, incident) if isinstance(e.fact, QuestionAsked)]
        id, said = str(len(asked) + 1), shortened(text, LIMIT)
        await promise(
            work,
            incident.id,
            QUESTION,
            question=id,
            text=said,
            by=request.by,
            calls=addressee(incident, request.by) or "",
        )
        return [QuestionAsked(id=id, text=said)]

    return await change(desk, request, decide)


async def answer(desk: Desk, request: Request, number: str, text: str) -> Changed:
    """`number` empty: the question that was asked last and is open."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        entries = await _entries(work, incident)
        asked = _meant(incident, entries, number)
        said = shortened(text, LIMIT)
        await _tell_asker(work, incident, asked, request.by, said)
        for effect in await work.effects.of(incident.id):
            if _is_line(effect.key) and effect.detail["question"] == asked.fact.id:
                await amend(work, incident.id, effect.key, answer=said, answered=request.by)
        return [QuestionAnswered(id=asked.fact.id, text=said)]

    return await change(desk, request, decide)


async def open_question(desk: Desk, incident: Incident, number: str) -> str:
    """What was asked. Raises AnsweredMeanwhile or NoSuchQuestion."""
    async with desk.ledger.look() as work:
        return _meant(incident, await _entries(work, incident), number).fact.text


def addressee(incident: Incident, asker: UserId) -> UserId | None:
    """Communications, else the incident commander; None: whoever is in the room."""
    holders = (incident.holder(Role.COMMS), incident.commander)
    return next((user for user in holders if user is not None and user != asker), None)


def _meant(incident: Incident, entries: Sequence[TimelineEntry], number: str) -> _Asked:
    answers = {e.fact.id: e.fact.text for e in entries if isinstance(e.fact, QuestionAnswered)}
    asked = [_Asked(e.fact, e.by) for e in entries if isinstance(e.fact, QuestionAsked)]
    if number in answers:
        raise AnsweredMeanwhile(incident.reference, number, answers[number])
    still = [a for a in asked if a.fact.id not in answers and number in ("", a.fact.id)]
    if not still:
        raise (
            NoSuchQuestion(incident.reference, number)
            if number
            else NothingAsked(incident.reference)
        )
    return still[0]


async def _entries(work: UnitOfWork, incident: Incident) -> Sequence[TimelineEntry]:
    """Newest first."""
    return await work.timeline.latest(incident.id, _KINDS, _ALL)


async def _tell_asker(
    work: UnitOfWork, incident: Incident, asked: _Asked, by: UserId, text: str
) -> None:
    """Unless they may no longer know of it, or answer themselves."""
    asker, fact = asked.by, asked.fact
    if asker is None or asker == by or not await may_see(work, incident, asker):
        return
    await promise(work, incident.id, ANSWER, to=asker, question=fact.text, text=text, by=by)


def _is_line(key: str) -> bool:
    return key.startswith(f"{PREFIX}{QUESTION}:")
