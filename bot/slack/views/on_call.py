"""Who is on call now and next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.incident.ids import UserId
from bot.incident.on_call import Callee, Roster, Shift
from bot.language import Tongue
from bot.slack.views import blocks
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Mrkdwn, Part, tell


@dataclass(frozen=True, slots=True)
class OnDuty:
    """`group`: who is on call for a service that has a group for that, and no schedule."""

    rosters: tuple[Roster, ...]
    group: Sequence[UserId] = ()
    more: bool = False
    """There are schedules that are not shown here."""


def on_duty(duty: OnDuty, tongue: Tongue, now: datetime) -> Answer:
    lines = [line for roster in duty.rosters for line in _roster(tongue, roster, now)]
    if duty.group:
        people = Part(", ".join(map(blocks.user, duty.group)))
        lines.append(tell(tongue, "On call, as a user group: {people}", people=people))
    lines = lines or [tell(tongue, "Nobody's turns are known for this.")]
    row = (blocks.runs((tongue.say("All schedules"), "oncall all")),) if duty.more else ()
    return Answer(blocks.joined(lines), row)


def _roster(tongue: Tongue, roster: Roster, now: datetime) -> Iterator[Mrkdwn]:
    yield tell(tongue, "*{name}*", name=roster.schedule.named(tongue.locale))
    if not roster.now:
        yield tell(tongue, "Now: nobody")
    for shift in roster.now:
        shown = {"who": callee(shift.who), "until": blocks.moment(shift.end)}
        yield tell(tongue, "Now: {who} until {until}", **shown)
    for shift in roster.next:
        yield _next(tongue, shift)
    if roster.is_stale(now):
        yield _stale(tongue, roster)


def _next(tongue: Tongue, shift: Shift) -> Mrkdwn:
    since = blocks.moment(shift.start)
    return tell(tongue, "Next: {who} from {since}", who=callee(shift.who), since=since)


def _stale(tongue: Tongue, roster: Roster) -> Mrkdwn:
    why = roster.trouble or "-"
    if roster.read_at is None:
        return tell(tongue, ":warning: It could not be read yet ({why}).", why=why)
    at = blocks.moment(roster.read_at)
    return tell(
        tongue, ":warning: As it was read {at}; it has not answered since ({why}).", at=at, why=why
    )


def callee(who: Callee) -> Part:
    """Whom one can click on, and a number that a telephone dials."""
    shown = blocks.user(who.user) if who.user else Part(blocks.escape(who.name))
    if not who.phone:
        return shown
    digits = "".join(sign for sign in who.phone if sign in "+0123456789")
    return Part(f"{shown} {blocks.link(f'tel:{digits}', who.phone)}")
