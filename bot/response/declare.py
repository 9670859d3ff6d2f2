"""Declare: say that there is an incident. One intent, one incident."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.incident.ids import IncidentId
from bot.incident.incident import TITLE_LIMIT, Incident
from bot.incident.likeness import most_alike, same_service, sounds_private
from bot.incident.policy import Policy
from bot.incident.question import (
    ORDER,
    PATIENCE,
    Declaration,
    Question,
    QuestionId,
    QuestionKind,
)
from bot.incident.text import folded, shortened
from bot.response.opening import open_incident
from bot.response.permission import require_member
from bot.response.ports import Desk, UnitOfWork

REPEAT_WINDOW = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Opened:
    incident: Incident


@dataclass(frozen=True, slots=True)
class Asked:
    """Nothing is posted yet: the declarer is asked first."""

    question: Question
    about: Incident | None


Outcome = Opened | Asked


async def declare(desk: Desk, declaration: Declaration) -> Outcome:
    """Open an incident, or ask before it. The same key always gets the same outcome.

    The room follows: reconciling makes it, however often it takes.
    """
    await require_member(desk, declaration.by)
    now = desk.clock.now()
    async with desk.ledger.work() as work:
        if await work.intents.claim(declaration.key, now):
            outcome = await ask_or_open(work, desk.policy(), declaration, now)
            await work.intents.settle(declaration.key, token(outcome))
        else:
            outcome = await earlier(work, declaration.key)
    tell_scheduler(desk, outcome)
    return outcome


async def ask_or_open(
    work: UnitOfWork,
    policy: Policy,
    declaration: Declaration,
    now: datetime,
    *,
    answered: Question | None = None,
) -> Outcome:
    """`answered`: of the questions, only those that come after this one are still asked."""
    remaining: tuple[QuestionKind, ...] = ORDER
    another_than = answered.about if answered else None
    if answered is not None:
        remaining = ORDER[ORDER.index(answered.kind) + 1 :]
        if first := await opened_since(work, answered):
            return await _ask(work, QuestionKind.REPEATED, declaration, first, now)
    for kind in remaining:
        applies, about = await _applies(kind, work, policy, declaration, now, another_than)
        if applies:
            return await _ask(work, kind, declaration, about, now)
    alike = await _of_the_same_service(work, declaration, now)
    return Opened(await open_incident(work, policy, declaration, now, alike=alike))


async def _of_the_same_service(
    work: UnitOfWork, declaration: Declaration, now: datetime
) -> Incident | None:
    """A form asks nothing more: that another incident has its service is noted on both cards."""
    if declaration.private or declaration.one_line or declaration.service is None:
        return None
    return same_service(declaration.service, await work.incidents.still_open(), now)


async def _applies(
    kind: QuestionKind,
    work: UnitOfWork,
    policy: Policy,
    declaration: Declaration,
    now: datetime,
    another_than: IncidentId | None,
) -> tuple[bool, Incident | None]:
    """`another_than`: the incident of which the declarer has just said that it is not theirs."""
    match kind:
        case QuestionKind.REPEATED:
            first = await _same_again(work, declaration, now - REPEAT_WINDOW)
            return first is not None, first
        case QuestionKind.SOUNDS_PRIVATE:
            heard = sounds_private(declaration.title, policy.private_words)
            return heard and not declaration.private, None
        case QuestionKind.ALIKE:
            if declaration.private or not declaration.one_line:
                return False, None
            others = (i for i in await work.incidents.still_open() if i.id != another_than)
            other = most_alike(
                declaration.title,
                others,
                now,
                service=declaration.service,
                services=policy.services,
            )
            return other is not None, other
        case QuestionKind.TICKET:
            severity = policy.severities.get(declaration.severity)
            return bool(declaration.one_line and severity and severity.ticket_url), None


async def opened_since(work: UnitOfWork, question: Question) -> Incident | None:
    """The same, declared while the question was open: by answering another one about it."""
    first = await _same_again(work, question.declaration, question.asked_at)
    return first if first and first.declared_at > question.asked_at else None


async def _same_again(
    work: UnitOfWork, declaration: Declaration, since: datetime
) -> Incident | None:
    title = folded(shortened(declaration.title, TITLE_LIMIT))
    mine = await work.incidents.by(declaration.by, since)
    return next((incident for incident in mine if folded(incident.title) == title), None)


async def _ask(
    work: UnitOfWork,
    kind: QuestionKind,
    declaration: Declaration,
    about: Incident | None,
    now: datetime,
) -> Asked:
    question = Question(
        id=QuestionId(uuid.uuid4().hex),
        kind=kind,
        declaration=declaration,
        about=about.id if about else None,
        asked_at=now,
        due_at=None if kind is QuestionKind.REPEATED else now + PATIENCE,
    )
    await work.questions.put(question)
    return Asked(question, about)


def tell_scheduler(desk: Desk, outcome: Outcome) -> None:
    if isinstance(outcome, Opened):
        desk.waker.wake(outcome.incident.id)
    if isinstance(outcome, Asked) or outcome.incident.alike:
        desk.waker.rescan()


def token(outcome: Outcome) -> str:
    match outcome:
        case Opened(incident):
            return f"incident:{incident.id}"
        case Asked(question):
            return f"question:{question.id}"


async def earlier(work: UnitOfWork, key: str) -> Outcome:
    """What this intent has led to, as it stands now."""
    led_to = await work.intents.outcome(key)
    kind, _, id = (led_to or "").partition(":")
    if kind == "question" and (question := await work.questions.get(QuestionId(id))):
        if question.outcome:
            return Opened(await work.incidents.get(question.outcome))
        return Asked(question, await work.incidents.get(question.about) if question.about else None)
    return Opened(await work.incidents.get(IncidentId(id)))
