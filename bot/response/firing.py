"""A step of the matrix whose time has come: whom it calls is looked up, then written as a fact."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from pydantic import TypeAdapter

from bot.incident.ahead import Ahead, steps_ahead
from bot.incident.escalation import ON_CALL, Way
from bot.incident.escalation_facts import NoPage, Paged
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.on_call import Callee
from bot.incident.pages import Cause, Page, PageId
from bot.incident.policy import Policy
from bot.response.calling import Called, Switchboard, those_allowed, those_here
from bot.response.change import record
from bot.response.effects import Order, Repeats, Result
from bot.response.outcomes import NotDone
from bot.response.ports import UnitOfWork

PATIENT_ATTEMPTS = 3
"""So often a group that cannot be read is asked for; then it is said that nobody is known."""
_PEOPLE: TypeAdapter[tuple[Callee, ...]] = TypeAdapter(tuple[Callee, ...])


class Firing:
    """A kind of effect: it tells nobody anything, for the page that follows does that."""

    repeats = Repeats.SAME_AGAIN
    edited = False

    def __init__(self, switchboard: Switchboard, policy: Callable[[], Policy]) -> None:
        self._switchboard = switchboard
        self._policy = policy

    async def deliver(self, order: Order) -> Result:
        who = order.content["who"]
        try:
            called = await self._switchboard.called(order.incident, self._policy(), who)
        except NotDone:
            if order.effect.attempts < PATIENT_ATTEMPTS:
                raise
            called = Called()
        return {"people": _PEOPLE.dump_json(called.people).decode(), "pager": called.pager}

    async def look_up(self, order: Order) -> Result | None:
        """Never needed: asking again is as good."""
        return None

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        """Unless the condition went away while it was looked up."""
        incident, policy = await work.incidents.get(order.incident.id), self._policy()
        entry_at = await work.entries.made_last(incident.id)
        ahead = steps_ahead(incident, policy, entry_at)
        step = next((one for one in ahead if one.key == order.effect.key and one.at <= now), None)
        if step is not None:
            called = Called(_PEOPLE.validate_json(result["people"]), result["pager"])
            fact = await self._paged(work, incident, policy, step, called, now)
            await record(work, incident.id, [fact], now)

    async def _paged(
        self,
        work: UnitOfWork,
        incident: Incident,
        policy: Policy,
        ahead: Ahead,
        called: Called,
        now: datetime,
    ) -> Paged:
        step = ahead.step
        called, nobody = await _to_call(work, incident, policy, step.who, called)
        page = new_page(
            incident,
            called,
            policy,
            step.ways,
            at=now,
            who=step.who,
            cause=Cause(step=step.key, when=step.when, after=step.after),
        )
        return Paged(page=page, nobody=nobody)


def new_page(
    incident: Incident,
    called: Called,
    policy: Policy,
    ways: Sequence[Way],
    *,
    at: datetime,
    who: str,
    cause: Cause | None = None,
    by: UserId | None = None,
    why: str = "",
) -> Page:
    return Page(
        id=PageId(uuid.uuid4().hex),
        at=at,
        who=who,
        people=called.people,
        ways=tuple(_possible(ways, called, policy)),
        pager=called.pager,
        cause=cause,
        by=by,
        why=why,
        title=incident.title,
        severity=incident.severity,
        room=incident.channel,
    )


async def _to_call(
    work: UnitOfWork, incident: Incident, policy: Policy, who: str, called: Called
) -> tuple[Called, NoPage]:
    """Without those who are here, and, of what is private, those who may not hear of it."""
    if not policy.pages_people:
        return called, "not_production"
    if incident.private and who != ON_CALL:
        allowed = await those_allowed(work, incident)
        called = Called(tuple(_among(called.people, allowed)))
        if not called.people:
            return called, "not_allowed"
    here = await those_here(work, incident)
    absent = [one for one in called.people if one.user not in here]
    if called.people and not absent:
        return called, "all_here"
    return called.of(absent), ""


def _among(people: Iterable[Callee], users: frozenset[UserId]) -> Iterable[Callee]:
    return (one for one in people if one.user in users)


def _possible(ways: Iterable[Way], called: Called, policy: Policy) -> Iterable[Way]:
    """Those that this page can be tried by."""
    in_slack = any(one.user for one in called.people)
    can = {
        Way.PAGERDUTY: bool(called.pager),
        Way.WEBHOOK: policy.escalation.webhook is not None,
        Way.DIRECT: in_slack,
        Way.MENTION: in_slack,
    }
    return (way for way in ways if can[way])
