"""Writing a new incident: its state, its first facts, and who is in command of it at first."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from bot.incident.alert_facts import AlertsLinked
from bot.incident.changes import RoleTaken
from bot.incident.effect import Effect, EffectId
from bot.incident.ids import IncidentId, UserId
from bot.incident.incident import IMPACT_LIMIT, TITLE_LIMIT, Incident
from bot.incident.policy import Policy
from bot.incident.question import Declaration
from bot.incident.repeats import sighting
from bot.incident.roles import Role
from bot.incident.text import shortened
from bot.incident.timeline import Declared, Fact, LikenessNoted
from bot.response.change import begin, record
from bot.response.ports import UnitOfWork
from bot.response.repeats import look_back

LINK = "link"
"""The effect by which the declarer hears where the room is."""


async def open_incident(
    work: UnitOfWork,
    policy: Policy,
    declaration: Declaration,
    now: datetime,
    *,
    alike: Incident | None = None,
    facts: Sequence[Fact] = (),
) -> Incident:
    """The room is still to be opened; whoever declares is told where it is. `facts`: what is known
    of it already.
    """
    incident = await write_incident(work, policy, declaration, now, *facts)
    await _promise_link(work, incident, declaration)
    return await note_likeness(work, incident, alike, now) if alike else incident


async def write_incident(
    work: UnitOfWork, policy: Policy, declaration: Declaration, now: datetime, *more: Fact
) -> Incident:
    """The incident and its first facts. A title too long for Slack goes on in the impact."""
    title = shortened(declaration.title, TITLE_LIMIT)
    impact = declaration.impact or (declaration.title if title != declaration.title else "")
    incident = Incident(
        id=IncidentId(str(uuid.uuid4())),
        number=await work.incidents.next_number(),
        title=title,
        severity=declaration.severity,
        declared_by=declaration.by,
        declared_at=now,
    )
    declared = Declared(
        title=title,
        severity=declaration.severity,
        private=declaration.private,
        impact=shortened(impact, IMPACT_LIMIT),
        service=declaration.service,
        severity_assumed=declaration.severity_assumed,
    )
    facts: list[tuple[Fact, UserId | None]] = [(fact, declaration.by) for fact in (declared, *more)]
    alerts = {one.id for fact in more if isinstance(fact, AlertsLinked) for one in fact.alerts}
    known = {"service": declaration.service, "fingerprints": frozenset(alerts)}
    seen = sighting(incident).model_copy(update=known)
    before = await look_back(work, policy, seen, drill=incident.drill)
    facts += [(before, None)] if before.similar else []
    if _commands(policy, declaration):
        facts.append((RoleTaken(role=Role.IC, user=declaration.by, automatic=True), None))
    return await begin(work, incident, facts)


def _commands(policy: Policy, declaration: Declaration) -> bool:
    """Whether whoever declares is in command until somebody takes it."""
    level = policy.severities.get(declaration.severity)
    return level is not None and level.declarer_is_ic and not declaration.by_rule


async def _promise_link(work: UnitOfWork, incident: Incident, declaration: Declaration) -> None:
    detail = {"origin": declaration.origin.model_dump_json(), "by": str(declaration.by)}
    effect = EffectId(uuid.uuid4().hex)
    await work.effects.put(
        Effect(id=effect, incident=incident.id, key=LINK, wanted="", detail=detail)
    )


async def note_likeness(
    work: UnitOfWork, incident: Incident, other: Incident, now: datetime
) -> Incident:
    for id, its_like in ((incident.id, other), (other.id, incident)):
        await record(work, id, [LikenessNoted(other=its_like.number)], now)
    return await work.incidents.get(incident.id)
