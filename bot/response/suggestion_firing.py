"""The patience of a suggestion is over: whom that calls is looked up, then on record."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from pydantic import TypeAdapter

from bot.incident.due_suggestions import paging_at
from bot.incident.escalation import ON_CALL, SHIPPED_WAYS, Way
from bot.incident.guides import rank_of
from bot.incident.ids import IncidentId, SuggestionId, UserId
from bot.incident.incident import Incident
from bot.incident.on_call import Callee
from bot.incident.pages import Page, PageId
from bot.incident.policy import Policy
from bot.incident.question import Declaration, FromForm
from bot.incident.suggestion import Suggestion
from bot.response.calling import Called, Switchboard
from bot.response.effects import Order, Repeats, Result
from bot.response.outcomes import NotDone
from bot.response.ports import UnitOfWork
from bot.response.suggest import awake
from bot.response.take_up import completed

PATIENT_ATTEMPTS = 3
_PEOPLE: TypeAdapter[tuple[Callee, ...]] = TypeAdapter(tuple[Callee, ...])


def would_be(suggestion: Suggestion, policy: Policy) -> Incident:
    """What it would be if somebody declared it: that says whose duty it is."""
    severity = suggestion.severity or policy.severities.unsure.key
    nobody = UserId("")
    declaration = Declaration(
        key="", title="", severity=severity, by=nobody, origin=FromForm(view="")
    )
    whole = completed(declaration, suggestion, policy)
    return Incident(
        id=IncidentId(suggestion.id),
        number=0,
        title=whole.title,
        severity=severity,
        service=whole.service,
        declared_by=nobody,
        declared_at=suggestion.opened_at,
    )


def called_in_turn(incident: Incident, policy: Policy) -> Sequence[str]:
    """The on-call first, then whom the matrix has after that for such an incident."""
    rank = rank_of(policy, incident)
    steps = sorted(policy.escalation.steps, key=lambda step: step.after)
    meant = [step.who for step in steps if step.is_of(incident.severity, rank)]
    return list(dict.fromkeys([ON_CALL, *meant]))


class SuggestionFiring:
    """A kind of effect: it tells nobody anything, for the page that follows does that."""

    repeats = Repeats.SAME_AGAIN
    edited = False

    def __init__(self, switchboard: Switchboard, policy: Callable[[], Policy]) -> None:
        self._switchboard = switchboard
        self._policy = policy

    async def deliver(self, order: Order) -> Result:
        suggestion, policy = order.suggestion, self._policy()
        who = order.content["who"]
        try:
            called = await self._switchboard.called(would_be(suggestion, policy), policy, who)
        except NotDone:
            if order.effect.attempts < PATIENT_ATTEMPTS:
                raise
            called = Called()
        people = _PEOPLE.dump_json(called.people).decode()
        return {"people": people, "pager": called.pager, "who": who}

    async def look_up(self, order: Order) -> Result | None:
        """Never needed: asking again is as good."""
        return None

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        """Unless somebody decided, or took the alert in hand, while it was looked up."""
        suggestion = await work.suggestions.get(SuggestionId(order.about.id))
        if suggestion is None or order.effect.key != page_key(suggestion):
            return
        at = paging_at(suggestion)
        if at is None or at > now:
            return
        called = Called(_PEOPLE.validate_json(result["people"]), result["pager"])
        page = self._page(suggestion, called, result["who"], now)
        after = suggestion.model_copy(update={"pages": (*suggestion.pages, page)})
        await work.suggestions.put(awake(after, now))

    def _page(self, suggestion: Suggestion, called: Called, who: str, now: datetime) -> Page:
        policy = self._policy()
        return Page(
            id=PageId(uuid.uuid4().hex),
            at=now,
            who=who,
            people=called.people,
            ways=tuple(_possible(called, policy)),
            pager=called.pager,
            title=suggestion.title,
            severity=suggestion.severity or policy.severities.unsure.key,
            room=suggestion.channel,
        )


def page_key(suggestion: Suggestion) -> str:
    """Of the page that comes next."""
    return f"page:{len(suggestion.pages) + 1}"


def _possible(called: Called, policy: Policy) -> Iterator[Way]:
    can = {
        Way.PAGERDUTY: bool(called.pager),
        Way.WEBHOOK: policy.escalation.webhook is not None,
        Way.DIRECT: any(one.user for one in called.people),
    }
    return (way for way in SHIPPED_WAYS if can[way])
