"""Stakeholder updates: sent, put off, skipped, approved; and who is told at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from bot.incident.audience import Audience
from bot.incident.cadence import Due, dues, minute, rhythm_of
from bot.incident.composing import Wish, compose
from bot.incident.drafts import draft
from bot.incident.errors import NoChange
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.merging import require_apart
from bot.incident.policy import Policy
from bot.incident.reach import audiences_of, is_told
from bot.incident.text import shortened
from bot.incident.timeline import Fact
from bot.incident.updates import UpdateId
from bot.incident.updates_errors import (
    HasNoPlace,
    NobodyToTell,
    NoSuchAudience,
    NothingDue,
    NotReached,
    PastPromise,
)
from bot.incident.updates_facts import (
    ApprovalAsked,
    AudienceChosen,
    Telling,
    UpdatePostponed,
    UpdateSent,
    UpdateSkipped,
)
from bot.response.change import Changed, Request, change
from bot.response.ports import Desk, UnitOfWork
from bot.response.sayings import amend
from bot.response.update_sending import known_around, pen_of, write

DRAFT = "draft:"
"""Keys of drafts: `draft:<when it was put>`."""
WHY_LIMIT = 300


class Answer(StrEnum):
    """What a draft can be answered with."""

    SEND = "send"
    NO_CHANGE = "no_change"
    SLOWER = "slower"
    LATER = "later"
    SKIP = "skip"


_WISHES = {
    Answer.SEND: Wish(),
    Answer.NO_CHANGE: Wish(no_change=True),
    Answer.SLOWER: Wish(slower=True),
}


def draft_key(put: datetime) -> str:
    return f"{DRAFT}{int(put.timestamp())}"


async def send(
    desk: Desk,
    request: Request,
    wish: Wish,
    keys: Collection[str],
    *,
    corrects: UpdateId | None = None,
    draft: str = "",
) -> Changed:
    """To these audiences. `draft`: the key of the draft that this answers."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        if incident.is_open or not draft:
            require_apart(incident)
        if wish.next_at is not None and wish.next_at <= now:
            raise PastPromise()
        audiences = require_reached(incident, desk.policy(), keys)
        facts = await write(
            pen_of(desk), work, incident, wish, audiences, by=request.by, now=now, corrects=corrects
        )
        if draft:
            await _answered(work, incident, draft, Answer.SEND, request.by, now, audiences, facts)
        return facts

    return await change(desk, request, decide)


async def answer_draft(
    desk: Desk,
    request: Request,
    put: datetime,
    answer: Answer,
    span: timedelta = timedelta(),
) -> Changed:
    """Whatever of that draft is still due. Raises NothingDue for whoever comes second, or presses
    on one that a newer draft has replaced: it says something else.
    """

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        policy = desk.policy()
        found = draft(dues(incident, policy), put, now)
        lines = found.lines if found and draft_key(found.at) == draft_key(put) else ()
        if not lines:
            raise NothingDue(incident.reference)
        audiences = [line.audience for line in lines]
        if answer in _WISHES:
            wish, pen = _WISHES[answer], pen_of(desk)
            facts = await write(pen, work, incident, wish, audiences, by=request.by, now=now)
        else:
            around = await known_around(pen_of(desk), work, incident, now)
            tellings = [compose(incident, one, policy, Wish(), around).telling for one in audiences]
            facts = [_put_off(answer, tellings, now, span)]
        key = draft_key(put)
        await _answered(work, incident, key, answer, request.by, now, audiences, facts)
        return facts

    return await change(desk, request, decide)


async def choose(
    desk: Desk, request: Request, keys: Sequence[str], *, told: bool, why: str
) -> Changed:
    """Whether audiences are told of this incident, whatever is usual: who said so, and why."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        policy = desk.policy()
        for key in keys:
            if policy.audience(key) is None:
                names = ", ".join(audience.key for audience in policy.audiences)
                raise NoSuchAudience(key, names)
        changed = [key for key in keys if _is_news(incident, policy, key, told, why)]
        if not changed:
            raise NoChange(incident.reference)
        reason = shortened(why, WHY_LIMIT)
        return [AudienceChosen(audience=key, told=told, reason=reason) for key in changed]

    return await change(desk, request, decide)


def _is_news(incident: Incident, policy: Policy, key: str, told: bool, why: str) -> bool:
    """A reason may still be added to a choice that was made without one."""
    choice = incident.updates.of(key).choice
    if is_told(incident, policy, key) is not told:
        return True
    return bool(why) and choice is not None and choice.told is told and not choice.why


def with_those_before(incident: Incident, policy: Policy, keys: Sequence[str]) -> list[str]:
    """Whoever is to hear before one of these hears it too."""
    before = [
        audience.key
        for audience in audiences_of(incident, policy)
        if audience.key not in keys and rhythm_of(incident, audience.key, policy).before in keys
    ]
    return [*before, *keys]


def due_now(incident: Incident, policy: Policy, put: datetime, now: datetime) -> Sequence[Due]:
    found = draft(dues(incident, policy), put, now)
    return found.lines if found else ()


def require_reached(incident: Incident, policy: Policy, keys: Collection[str]) -> list[Audience]:
    """Those of these keys. Raises NobodyToTell or NotReached."""
    every = list(audiences_of(incident, policy))
    reached = {audience.key for audience in every}
    if not keys:
        raise NobodyToTell(incident.reference)
    for key in keys:
        if key not in reached:
            meant = is_told(incident, policy, key) and not incident.drill
            unreached = HasNoPlace if meant else NotReached
            raise unreached(incident.reference, key, ", ".join(sorted(reached)))
    return [audience for audience in every if audience.key in keys]


async def _answered(
    work: UnitOfWork,
    incident: Incident,
    key: str,
    answer: Answer,
    by: UserId,
    now: datetime,
    audiences: Iterable[Audience],
    facts: Iterable[Fact],
) -> None:
    """How often it was answered tells one press of a button from a later one."""
    updates = [fact.id for fact in facts if isinstance(fact, UpdateSent | ApprovalAsked)]
    answers = next((e.detail for e in await work.effects.of(incident.id) if e.key == key), {})
    detail = {
        "answer": answer.value,
        "answers": str(int(answers.get("answers", "0")) + 1),
        "by": by,
        "at": str(int(now.timestamp())),
        "told": " ".join(audience.key for audience in audiences),
        "updates": " ".join(updates),
    }
    await amend(work, incident.id, key, **detail)


def _put_off(answer: Answer, tellings: Sequence[Telling], now: datetime, span: timedelta) -> Fact:
    if answer is Answer.SKIP:
        skipped = tuple(one.model_copy(update={"next_at": None}) for one in tellings)
        return UpdateSkipped(to=skipped)
    at = minute(now + span)
    return UpdatePostponed(to=tuple(one.model_copy(update={"next_at": at}) for one in tellings))
