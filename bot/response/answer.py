"""Answer the question that was asked before an incident is declared, or let silence answer it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.incident.errors import AlreadyAnswered, NoLongerAsked, NotYours
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.policy import Policy
from bot.incident.question import CHOICES, Choice, Question, QuestionId, QuestionKind
from bot.response.declare import (
    Asked,
    Opened,
    Outcome,
    ask_or_open,
    earlier,
    opened_since,
    tell_scheduler,
    token,
)
from bot.response.join import ask_to_join
from bot.response.opening import open_incident
from bot.response.ports import Desk, UnitOfWork


@dataclass(frozen=True, slots=True)
class Joined:
    incident: Incident


async def answer(desk: Desk, id: QuestionId, choice: Choice, by: UserId) -> Outcome | Joined:
    """Only the one who was asked may answer; pressing twice gets the first press's outcome."""
    now = desk.clock.now()
    async with desk.ledger.work() as work:
        question = await _pressed(work, id, choice, by)
        if question.answer is not None:
            return await _as_before(work, question, choice)
        outcome = await _act(work, desk, question, choice, now)
        await _close(work, question, choice, outcome, by)
        if isinstance(outcome, Asked) and await work.intents.claim(_next_after(question), now):
            await work.intents.settle(_next_after(question), token(outcome))
    _tell(desk, outcome)
    return outcome


async def lapse(desk: Desk, id: QuestionId) -> None:
    """Nobody answered in time: what was typed is declared, the safe way, and nothing is lost."""
    now = desk.clock.now()
    async with desk.ledger.work() as work:
        question = await work.questions.get(id)
        if question is None or question.answer is not None:
            return
        outcome = Opened(await _by_silence(work, desk.policy(), question, now))
        await _close(work, question, Choice.SILENCE, outcome, None)
    if question.about is not None:
        desk.waker.wake(question.about)
    _tell(desk, outcome)


async def _pressed(work: UnitOfWork, id: QuestionId, choice: Choice, by: UserId) -> Question:
    question = await work.questions.get(id)
    if question is None or choice not in CHOICES[question.kind]:
        raise NoLongerAsked()
    if question.declaration.by != by:
        raise NotYours()
    return question


async def _act(
    work: UnitOfWork, desk: Desk, question: Question, choice: Choice, now: datetime
) -> Outcome | Joined:
    declaration = question.declaration
    if choice is Choice.JOIN and question.about:
        return Joined(await ask_to_join(work, question.about, declaration.by, now))
    if choice is Choice.PRIVATE:
        declaration = declaration.model_copy(update={"private": True})
    return await ask_or_open(work, desk.policy(), declaration, now, answered=question)


async def _by_silence(
    work: UnitOfWork, policy: Policy, question: Question, now: datetime
) -> Incident:
    if first := await opened_since(work, question):
        return first
    declaration = question.declaration
    if question.kind is QuestionKind.SOUNDS_PRIVATE:
        # What may be a leak is not shown to all because somebody's hands were full.
        declaration = declaration.model_copy(update={"private": True})
    alike = await work.incidents.get(question.about) if question.about else None
    return await open_incident(work, policy, declaration, now, alike=alike)


async def _close(
    work: UnitOfWork,
    question: Question,
    choice: Choice,
    outcome: Outcome | Joined,
    by: UserId | None,
) -> None:
    led_to = None if isinstance(outcome, Asked) else outcome.incident.id
    change = {"answer": choice, "answered_by": by, "due_at": None, "outcome": led_to}
    await work.questions.put(question.model_copy(update=change))


async def _as_before(work: UnitOfWork, question: Question, choice: Choice) -> Outcome | Joined:
    if question.outcome is None:
        return await earlier(work, _next_after(question))
    incident = await work.incidents.get(question.outcome)
    if question.answer is not choice:
        raise AlreadyAnswered(incident.reference)
    return Joined(incident) if choice is Choice.JOIN else Opened(incident)


def _next_after(question: Question) -> str:
    """The key under which the question that followed is found again."""
    return f"question:{question.id}"


def _tell(desk: Desk, outcome: Outcome | Joined) -> None:
    if isinstance(outcome, Joined):
        desk.waker.wake(outcome.incident.id)
    else:
        tell_scheduler(desk, outcome)
