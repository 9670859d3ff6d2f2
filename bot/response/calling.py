"""Whom a word of the matrix calls at this moment, and who of them need not be called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.incident.duty import called_next, concerned, first_called
from bot.incident.effect import EffectState
from bot.incident.escalation import ON_CALL, SECONDARY, Contact
from bot.incident.ids import GroupId, IncidentId, UserId
from bot.incident.incident import Incident
from bot.incident.on_call import Callee, Schedule
from bot.incident.policy import Policy
from bot.incident.roles import Role
from bot.response.join import PREFIX as JOIN
from bot.response.oncall_ports import OnCall
from bot.response.ports import Directory, UnitOfWork


@dataclass(frozen=True, slots=True)
class Called:
    """People, and the variable that holds the key of a service which pages them by itself."""

    people: tuple[Callee, ...] = ()
    pager: str = ""

    def of(self, keep: Iterable[Callee]) -> Called:
        return replace(self, people=tuple(keep))


class Switchboard:
    """Knows whom to call. Raises NotDone while a user group cannot be read."""

    def __init__(self, directory: Directory, on_call: OnCall) -> None:
        self._directory = directory
        self._on_call = on_call

    async def called(self, incident: Incident, policy: Policy, who: str) -> Called:
        if who == ON_CALL:
            return await self._first(incident, policy)
        if who == SECONDARY:
            return await self._of_schedules(called_next(policy, incident))
        if contact := policy.escalation.contact(who):
            return await self._of_contact(policy, contact)
        if schedule := policy.on_call.schedule(who):
            return await self._of_schedules([schedule])
        if who in tuple(Role):
            holder = incident.holder(Role(who))
            return Called(_people([holder] if holder else []))
        return Called(_people(await self._members(who)))

    async def _first(self, incident: Incident, policy: Policy) -> Called:
        schedules = first_called(policy, incident)
        service = None if incident.private else concerned(policy, incident)
        if not schedules and service is not None and service.on_call_group:
            return Called(_people(await self._members(service.on_call_group)))
        return await self._of_schedules(schedules)

    async def _of_contact(self, policy: Policy, contact: Contact) -> Called:
        schedule = policy.on_call.schedule(contact.schedule)
        turn = await self._of_schedules([schedule] if schedule else [])
        users = [*contact.users]
        for group in contact.groups:
            users += await self._members(group)
        found = {one.identity: one for one in (*_people(users), *turn.people)}
        return Called(tuple(found.values()), contact.pagerduty_key_from or turn.pager)

    async def _of_schedules(self, schedules: Sequence[Schedule]) -> Called:
        people: dict[str, Callee] = {}
        for schedule in schedules:
            roster = await self._on_call.roster(schedule.key)
            shifts = roster.now if roster else ()
            people |= {shift.who.identity: shift.who for shift in shifts}
        pager = next((one.pagerduty_key_from for one in schedules), "")
        return Called(tuple(people.values()), pager)

    async def _members(self, id: str) -> Sequence[UserId]:
        """Of a user group, by its ID; one person is a group of one."""
        if not id.startswith("S"):
            return [UserId(id)]
        return sorted(await self._directory.members(GroupId(id)))


async def those_here(work: UnitOfWork, incident: Incident) -> frozenset[UserId]:
    """Who is known to be awake and in it: whoever declared it, did something, wrote something,
    came by themselves, or has said elsewhere that they are on it.

    Whom the bot has let in may be asleep, and is not among them for that.
    """
    acted = {entry.by for entry in await work.timeline.of(incident.id) if entry.by}
    came = await _came_by_themselves(work, incident.id)
    spoke = await work.members.spoken(incident.id)
    return frozenset(acted | came | spoke | {incident.declared_by, *incident.pressure.on_it})


async def those_allowed(work: UnitOfWork, incident: Incident) -> frozenset[UserId]:
    """Who may hear of a private incident."""
    return await work.members.of(incident.id) | {incident.declared_by}


async def _came_by_themselves(work: UnitOfWork, incident: IncidentId) -> frozenset[UserId]:
    """Nobody, as long as it is not certain whom the bot has let in."""
    effects = {effect.key: effect for effect in await work.effects.of(incident)}
    members = effects.get("members")
    if members is None or members.state is not EffectState.DONE:
        return frozenset()
    invited = {*members.result.get("invited", "").split()}
    invited |= {key.removeprefix(JOIN) for key in effects if key.startswith(JOIN)}
    return await work.members.of(incident) - frozenset(map(UserId, invited))


def _people(users: Iterable[UserId]) -> tuple[Callee, ...]:
    return tuple(Callee(name=user, user=user) for user in dict.fromkeys(users))
