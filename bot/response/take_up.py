"""What people decide about a suggestion: declare it, link it, or say that it is no incident.

The first decision counts; whoever comes later is told what it was.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.incident.alert_facts import AlertsLinked, FromMessage
from bot.incident.ends import reopening
from bot.incident.escalation_facts import PickedUp
from bot.incident.ids import IncidentId, SuggestionId, UserId
from bot.incident.incident import Incident
from bot.incident.kept_alert import KeptAlert
from bot.incident.policy import Policy
from bot.incident.question import Declaration
from bot.incident.suggestion import Source, Suggestion, SuggestionState, decided
from bot.incident.suggestion_errors import OwnMessage
from bot.incident.text import folded
from bot.incident.timeline import Fact
from bot.response.alert_entries import acknowledgements
from bot.response.change import record
from bot.response.opening import open_incident
from bot.response.permission import may_see, require_in_sight, require_member, require_welcome
from bot.response.ports import Desk, UnitOfWork
from bot.response.repeats import looked_back_again
from bot.response.suggest import awake, current, suggestion_of


@dataclass(frozen=True, slots=True)
class Decided:
    """`first`: by this request. `incident`: None if there is none, or not for these eyes."""

    suggestion: Suggestion
    incident: Incident | None = None
    first: bool = True


@dataclass(frozen=True, slots=True)
class OfMessage:
    """A message of which no card asks yet, and what it says."""

    source: Source
    said: str


About = SuggestionId | OfMessage
Decide = Callable[[UnitOfWork, Suggestion, datetime], Awaitable[Decided]]


async def declare_suggested(
    desk: Desk, about: About, declaration: Declaration, *, site: str
) -> Decided:
    """`declaration`: what the card shows with the severity pressed, or what a form was filled
    with; an empty title is the suggestion's own.
    """
    await require_member(desk, declaration.by)

    async def decide(work: UnitOfWork, suggestion: Suggestion, now: datetime) -> Decided:
        whole = completed(declaration, suggestion, desk.policy())
        facts = list(story(suggestion, site))
        incident = await open_incident(work, desk.policy(), whole, now, facts=facts)
        incident = await _taken(work, desk, suggestion, incident, now)
        return await close(work, suggestion, SuggestionState.DECLARED, incident, whole.by, now)

    return await _first(desk, about, declaration.by, decide)


async def link_suggested(
    desk: Desk, about: About, to: IncidentId, by: UserId, *, site: str
) -> Decided:
    """To an incident that is open; one that was resolved is reopened by it."""
    await require_welcome(desk, by, to)

    async def decide(work: UnitOfWork, suggestion: Suggestion, now: datetime) -> Decided:
        incident = await work.incidents.get(to)
        await require_in_sight(work, incident, by)
        facts: list[Fact] = [] if incident.is_open else [reopening(incident, "")]
        incident = await record(work, to, [*facts, *story(suggestion, site)], now, by=by)
        incident = await _taken(work, desk, suggestion, incident, now)
        if again := await looked_back_again(work, desk.policy(), incident):
            incident = await record(work, to, again, now)
        return await close(work, suggestion, SuggestionState.LINKED, incident, by, now)

    return await _first(desk, about, by, decide)


async def dismiss(desk: Desk, id: SuggestionId, by: UserId) -> Decided:
    await require_member(desk, by)

    async def decide(work: UnitOfWork, suggestion: Suggestion, now: datetime) -> Decided:
        kept = [one.ignored(now, by=by) for one in await _alerts_of(work, suggestion)]
        await work.alerts.put(kept)
        return await close(work, suggestion, SuggestionState.DISMISSED, None, by, now)

    return await _first(desk, id, by, decide)


async def decided_about(desk: Desk, about: OfMessage, by: UserId) -> Decided | None:
    """What was decided about this message; None: it can still be decided."""
    await require_member(desk, by)
    source = about.source
    async with desk.ledger.look() as work:
        if await work.incidents.in_channel(source.channel) is not None:
            raise OwnMessage()
        known = [one for one in await work.suggestions.about(source.channel, source.ts)]
        ended = (one for one in known if one.incident is not None)
        newest = next(ended, None)
        return await _decided_before(work, newest, by) if newest else None


async def decision_on(desk: Desk, suggestion: Suggestion, by: UserId) -> Decided | None:
    """None while it waits for one."""
    if suggestion.is_waiting:
        return None
    async with desk.ledger.look() as work:
        return await _decided_before(work, suggestion, by)


async def incidents_to_link(desk: Desk, by: UserId) -> Sequence[Incident]:
    """Those that are open, as far as this person may know of them."""
    await require_member(desk, by)
    async with desk.ledger.look() as work:
        found = await work.incidents.still_open()
        return [incident for incident in found if await may_see(work, incident, by)]


def story(suggestion: Suggestion, site: str) -> Sequence[Fact]:
    """What an incident keeps of it."""
    facts: list[Fact] = []
    if suggestion.source is not None:
        facts.append(FromMessage(message=suggestion.source, link=suggestion.source.link(site)))
    if suggestion.gathered:
        title, more = suggestion.title, suggestion.more
        facts.append(AlertsLinked(alerts=suggestion.gathered, more=more, title=title))
    return facts


async def _taken(
    work: UnitOfWork, desk: Desk, suggestion: Suggestion, incident: Incident, now: datetime
) -> Incident:
    """Its alerts belong to the incident, and who has them in hand is not called for it."""
    await link_alerts(work, suggestion, incident.id, now)
    told = [*await acknowledgements(work, suggestion.gathered, desk.policy()), *_on_it(suggestion)]
    for fact, at in told:
        incident = await record(work, incident.id, [fact], now, at=min(at, now))
    return incident


def _on_it(suggestion: Suggestion) -> Iterator[tuple[Fact, datetime]]:
    """Who has taken up a page that went out before anybody decided."""
    for page in suggestion.pages:
        if page.taken_by is not None and page.taken_at is not None:
            yield PickedUp(user=page.taken_by, source="page"), page.taken_at


async def link_alerts(
    work: UnitOfWork, suggestion: Suggestion, incident: IncidentId, now: datetime
) -> None:
    kept = await _alerts_of(work, suggestion)
    await work.alerts.put([one.linked(incident, now) for one in kept])


async def _alerts_of(work: UnitOfWork, suggestion: Suggestion) -> Sequence[KeptAlert]:
    ids = {one.id for one in suggestion.gathered}
    if not ids:
        return ()
    found = await work.alerts.told_with({one.dedup_key for one in suggestion.gathered})
    return [one for one in found if one.id in ids]


async def close(
    work: UnitOfWork,
    suggestion: Suggestion,
    state: SuggestionState,
    incident: Incident | None,
    by: UserId | None,
    now: datetime,
) -> Decided:
    hidden = incident is not None and incident.private
    id = incident.id if incident else None
    after = decided(suggestion, state, now, by=by, incident=id, hidden=hidden)
    return Decided(await work.suggestions.put(awake(after, now)), incident)


async def _first(desk: Desk, about: About, by: UserId, decide: Decide) -> Decided:
    now, keys = desk.clock.now(), await _keys(desk, about)
    async with desk.ledger.work() as work:
        if keys:
            await work.alerts.told_with(keys)
        if isinstance(about, OfMessage):
            suggestion = await suggestion_of(work, about.source, about.said, now)
        else:
            suggestion = await current(work, about)
        if suggestion.is_waiting:
            outcome = await decide(work, suggestion, now)
        else:
            outcome = await _decided_before(work, suggestion, by)
    if outcome.incident is not None:
        desk.waker.wake(outcome.incident.id)
    desk.waker.rescan()
    return outcome


async def _keys(desk: Desk, about: About) -> set[str]:
    """Of the alerts in it: those are held first, as the intake does."""
    if isinstance(about, OfMessage):
        return set()
    async with desk.ledger.look() as work:
        return {one.dedup_key for one in (await current(work, about)).gathered}


async def _decided_before(work: UnitOfWork, suggestion: Suggestion, by: UserId) -> Decided:
    if suggestion.incident is None:
        return Decided(suggestion, first=False)
    incident = await work.incidents.get(suggestion.incident)
    seen = await may_see(work, incident, by)
    return Decided(suggestion, incident if seen else None, first=False)


def completed(declaration: Declaration, suggestion: Suggestion, policy: Policy) -> Declaration:
    """The service of the catalogue that its alerts name, unless somebody has chosen one."""
    title = declaration.title or suggestion.title
    named = folded(suggestion.service or "")
    keys = (one.key for one in policy.services if named and named in one.names)
    service = declaration.service or next(keys, None)
    return declaration.model_copy(update={"title": title, "service": service})
