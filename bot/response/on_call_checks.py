"""What a check says of schedules: which cannot be read, and whom of them Slack does not know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from bot.incident.ahead import never_set
from bot.incident.on_call import Callee, Roster
from bot.incident.policy import Policy
from bot.language import N_
from bot.response.findings import Finding
from bot.response.oncall_ports import OnCall
from bot.response.ports import Clock

_WHEN = "%Y-%m-%d %H:%M UTC"


async def on_call_findings(on_call: OnCall, clock: Clock, policy: Policy) -> list[Finding]:
    rosters, now = await on_call.rosters(), clock.now()
    strangers = [one for roster in rosters for one in _strangers(roster)]
    stale = [_stale(roster) for roster in rosters if roster.is_stale(now)]
    return [*stale, *strangers, *_lacking(policy), *_well(rosters, now)]


def _lacking(policy: Policy) -> Iterator[Finding]:
    """Only where escalation is used at all."""
    lacking = list(never_set(policy))
    if lacking and (policy.on_call.schedules or policy.escalation.contacts):
        yield Finding(
            False,
            N_("Escalation would call these, and nobody has said who they are: {who}"),
            N_("Set `on_call` and `contacts`, or leave their steps out of `escalation`."),
            {"who": ", ".join(lacking)},
        )


def _well(rosters: Sequence[Roster], now: datetime) -> Iterator[Finding]:
    fresh = [roster.schedule.key for roster in rosters if not roster.is_stale(now)]
    if fresh:
        what = N_("Whose turn it is, is known: {schedules}")
        yield Finding(True, what, parts={"schedules": ", ".join(fresh)})


def _stale(roster: Roster) -> Finding:
    parts = {"schedule": roster.schedule.key, "why": roster.trouble or "-"}
    mend = N_("Look at its address or key, and whether it can be reached from here.")
    if roster.read_at is None:
        what = N_("The schedule {schedule} could not be read yet ({why}).")
        return Finding(False, what, mend, parts)
    what = N_("The schedule {schedule} is as it was on {at}; it has not answered since ({why}).")
    return Finding(False, what, mend, {**parts, "at": roster.read_at.strftime(_WHEN)})


def _strangers(roster: Roster) -> Iterator[Finding]:
    people = (shift.who for shift in (*roster.now, *roster.next))
    for who in _once(who for who in people if who.user is None):
        yield Finding(
            False,
            N_("On call in {schedule}, and nobody in Slack is known to be them: {name}"),
            N_("Give their Slack account that address, or name them under `people`."),
            {"schedule": roster.schedule.key, "name": who.email or who.name},
        )


def _once(people: Iterable[Callee]) -> Iterable[Callee]:
    return {who.identity: who for who in people}.values()
