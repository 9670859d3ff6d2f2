"""A rule says that an alert is an incident: it is declared at once, by nobody, and once."""

from __future__ import annotations

from datetime import datetime

from bot.incident.alert_rules import Verdict
from bot.incident.ids import IncidentId, UserId
from bot.incident.question import Declaration, FromForm
from bot.incident.suggestion import Suggestion, SuggestionState
from bot.response.alert_entries import acknowledgements
from bot.response.change import record
from bot.response.opening import write_incident
from bot.response.ports import Desk, UnitOfWork
from bot.response.take_up import close, completed, link_alerts, story


async def declared_by_rule(
    work: UnitOfWork,
    desk: Desk,
    fresh: Suggestion,
    verdict: Verdict,
    *,
    site: str,
    now: datetime,
) -> tuple[Suggestion, IncidentId]:
    """To the open incident that it is about, if there is one; else to a new one."""
    policy = desk.policy()
    fresh = await work.suggestions.put(fresh.model_copy(update={"rule": verdict.name}))
    facts = story(fresh, site)
    state = SuggestionState.LINKED if fresh.near else SuggestionState.DECLARED
    if fresh.near is not None:
        incident = await record(work, fresh.near, facts, now)
    else:
        declaration = Declaration(
            key=f"rule:{fresh.id}",
            title="",
            severity=verdict.severity or policy.severities.unsure.key,
            by=desk.bot_user or UserId(""),
            origin=FromForm(view=""),
            by_rule=True,
        )
        whole = completed(declaration, fresh, policy)
        incident = await write_incident(work, policy, whole, now, *facts)
    for fact, at in await acknowledgements(work, fresh.gathered, policy):
        incident = await record(work, incident.id, [fact], now, at=at)
    done = await close(work, fresh, state, incident, None, now)
    await link_alerts(work, fresh, incident.id, now)
    return done.suggestion, incident.id
