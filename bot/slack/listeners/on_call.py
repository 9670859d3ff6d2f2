"""Who is on call: `oncall`, `oncall checkout`, `oncall all`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.incident.duty import called_next, concerned, first_called, first_of_service, schedule_typed
from bot.incident.errors import NotHere
from bot.incident.ids import GroupId, UserId
from bot.incident.incident import Incident
from bot.incident.on_call import Roster, Schedule
from bot.incident.paging_errors import NobodyOnCall, NotASchedule
from bot.incident.service import Service, service_typed
from bot.incident.text import folded
from bot.language import Tongue
from bot.response.outcomes import NotDone
from bot.response.permission import require_member
from bot.slack import targets
from bot.slack.askers import Asker
from bot.slack.grammar import paging as grammar
from bot.slack.tools import Tools
from bot.slack.views import on_call as view
from bot.slack.views.answer import Answer
from bot.telemetry.logs import logger

ALL = frozenset({"all", "everybody", "everyone", "tous", "toutes", "tout"})

log = logger(__name__)


async def typed(tools: Tools, asker: Asker, rest: str) -> None:
    """Bare in an incident's channel: for that incident. Elsewhere, or `all`: everybody."""
    number, said = targets.without_reference(rest)

    async def act() -> view.OnDuty:
        if folded(said) in ALL:
            return await _everybody(tools, asker)
        if said:
            return await _named(tools, asker, said)
        incident = await _incident(tools, asker, number)
        return await (_of(tools, incident) if incident else _everybody(tools, asker))

    def show(duty: view.OnDuty, tongue: Tongue) -> Answer:
        return view.on_duty(duty, tongue, tools.desk.clock.now())

    await tools.boundary.commit(asker, "oncall", act, show)


async def _everybody(tools: Tools, asker: Asker) -> view.OnDuty:
    await require_member(tools.desk, asker.user)
    rosters = await tools.desk.on_call.rosters()
    if not rosters:
        raise NobodyOnCall()
    return view.OnDuty(tuple(rosters))


async def _named(tools: Tools, asker: Asker, said: str) -> view.OnDuty:
    """A service, else a schedule."""
    await require_member(tools.desk, asker.user)
    policy = tools.desk.policy()
    service = service_typed(policy.services, said)
    if service is not None:
        second = service.secondary_schedule or policy.on_call.secondary
        schedules = (*first_of_service(policy, service), policy.on_call.schedule(second))
        return await _duty(tools, schedules, service)
    schedule = schedule_typed(policy, said)
    if schedule is None:
        raise _nothing_of_that_name(tools, said)
    return await _duty(tools, (schedule,))


async def _of(tools: Tools, incident: Incident) -> view.OnDuty:
    policy = tools.desk.policy()
    schedules = (*first_called(policy, incident), *called_next(policy, incident))
    service = None if incident.private else concerned(policy, incident)
    return await _duty(tools, schedules, service, more=True)


async def _duty(
    tools: Tools,
    schedules: Iterable[Schedule | None],
    service: Service | None = None,
    *,
    more: bool = False,
) -> view.OnDuty:
    keys = [schedule.key for schedule in schedules if schedule]
    found: list[Roster | None] = [await tools.desk.on_call.roster(key) for key in keys]
    group = () if service is None or keys else await _members(tools, service)
    rosters = tuple(roster for roster in found if roster)
    return view.OnDuty(rosters, group, more=more and bool(tools.desk.policy().on_call.schedules))


async def _members(tools: Tools, service: Service) -> Sequence[UserId]:
    """Of the group that is on call, where a service has that and no schedule."""
    if service.on_call_group is None:
        return ()
    try:
        return sorted(await tools.desk.directory.members(GroupId(service.on_call_group)))
    except NotDone as failure:
        log.warning("group not read", group=service.on_call_group, why=failure.why)
        return ()


async def _incident(tools: Tools, asker: Asker, number: int | None) -> Incident | None:
    """None outside of an incident's channel."""
    try:
        return await targets.incident_meant(tools, asker, "oncall", number)
    except NotHere:
        return None


def _nothing_of_that_name(tools: Tools, said: str) -> NotASchedule | NobodyOnCall:
    policy = tools.desk.policy()
    names = [service.key for service in policy.services]
    names += [schedule.key for schedule in policy.on_call.schedules]
    return NotASchedule(said, list(dict.fromkeys(names))) if names else NobodyOnCall()


VERBS = {grammar.ONCALL: typed}
